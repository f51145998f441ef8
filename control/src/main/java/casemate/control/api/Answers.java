package casemate.control.api;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Sha256;
import casemate.control.web.JsonAnswer;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/// The forms that answers share: a tag of their bytes, and pages of lists.
final class Answers {
    private static final int USUAL = 50;
    private static final int MOST = 200;
    private static final int MAX_CURSOR = 100;
    /// Enough of SHA-256 to tell two answers apart.
    private static final int TAG_CHARS = 32;

    private static final Pattern ID = Pattern.compile("[a-z]{2,4}_[0-9a-z]{26}");

    private Answers() {}

    /// The answer to a reading request; 304 without a body when the caller has the same bytes already.
    static ResponseEntity<byte[]> ok(HttpServletRequest request, Json json) {
        byte[] body = json.canonical();
        String tag = tag(body);
        boolean same = tag.equals(request.getHeader("If-None-Match"));
        return ResponseEntity.status(same ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
                .header("ETag", tag)
                .header("Cache-Control", "no-store")
                .header("Content-Type", JsonAnswer.TYPE)
                .body(same ? new byte[0] : body);
    }

    /// The tag of an answer, as its reader was told it.
    static String tag(Json json) {
        return tag(json.canonical());
    }

    private static String tag(byte[] body) {
        return "\"" + Sha256.hex(body).substring(0, TAG_CHARS) + "\"";
    }

    /// @param after the id of the last item of the page before; empty to begin
    /// @param size how many are asked for
    record Asked(String after, int size) {}

    /// @throws Refusal `cursor-malformed`, `limit-malformed`
    static Asked asked(HttpServletRequest request) {
        return asked(request, ID);
    }

    /// The same for lists whose places have no ids.
    ///
    /// @param place how a cursor is written
    static Asked asked(HttpServletRequest request, Pattern place) {
        return new Asked(
                Optional.ofNullable(request.getParameter("cursor"))
                        .map(cursor -> read(cursor, place))
                        .orElse(""),
                Optional.ofNullable(request.getParameter("limit"))
                        .map(Answers::size)
                        .orElse(USUAL));
    }

    /// One page of a list: of the items given, one more than was asked for tells that there are more.
    static <T> ResponseEntity<byte[]> page(
            HttpServletRequest request, List<T> items, int size, Function<T, String> id, Function<T, Json> write) {
        boolean more = items.size() > size;
        List<T> shown = more ? items.subList(0, size) : items;
        Json.Builder page = Json.object().put("items", Json.array(shown, write));
        if (more) {
            page.put("next", cursor(id.apply(shown.getLast())));
        }
        return ok(request, page.build());
    }

    private static String cursor(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(String cursor, Pattern place) {
        try {
            String id = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (cursor.length() <= MAX_CURSOR && place.matcher(id).matches()) {
                return id;
            }
        } catch (IllegalArgumentException _) {
            // Told below.
        }
        throw Refusal.invalid("cursor-malformed", "Copy the cursor from next of the page before, as it stands.");
    }

    private static int size(String typed) {
        try {
            int size = Integer.parseInt(typed);
            if (size >= 1 && size <= MOST) {
                return size;
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        throw Refusal.invalid("limit-malformed", "The limit is a whole number from 1 to " + MOST + ".");
    }
}
