package casemate.edge.entry;

import casemate.edge.http1.Field;
import casemate.edge.http1.Head;
import casemate.edge.http1.HeadReader;
import casemate.edge.http1.Malformed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The edge's own cookies: read, written, and kept from applications. Every cookie of the edge's begins with
/// [#PREFIX], whatever it is for; no application ever sees one.
public final class Cookies {
    public static final String PREFIX = "__Host-casemate-";
    private static final byte[] MARK = PREFIX.getBytes(StandardCharsets.US_ASCII);
    /// Browsers send one of a name; more is somebody trying.
    private static final int MAX_VALUES = 4;
    /// The longest that browsers keep one.
    private static final Duration LONGEST = Duration.ofDays(400);

    private Cookies() {}

    /// What the request shows under a name.
    public static List<String> values(Head request, String name) {
        List<String> found = new ArrayList<>(1);
        for (int i = 0; i < request.count() && found.size() < MAX_VALUES; i++) {
            if (request.field(i) == Field.COOKIE && marked(request, i)) {
                Arrays.stream(request.value(i).split(";"))
                        .map(String::strip)
                        .filter(pair -> pair.startsWith(name + "="))
                        .map(pair -> pair.substring(name.length() + 1))
                        .limit(MAX_VALUES)
                        .forEach(found::add);
            }
        }
        return found;
    }

    /// The value of a `Set-Cookie` field.
    public static String set(String name, String value, Duration life) {
        Duration bounded = life.compareTo(LONGEST) > 0 ? LONGEST : life;
        return name + "=" + value + "; Path=/; Max-Age=" + bounded.toSeconds() + "; Secure; HttpOnly; SameSite=Lax";
    }

    /// The same request without cookies of ours: what the application gets.
    public static Head without(Head request) {
        for (int i = 0; i < request.count(); i++) {
            if (request.field(i) == Field.COOKIE && marked(request, i)) {
                return rewritten(request);
            }
        }
        return request;
    }

    private static Head rewritten(Head request) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(request.bytes().length);
        byte[] bytes = request.bytes();
        int written = 0;
        for (int i = 0; i < request.count(); i++) {
            if (request.field(i) == Field.COOKIE && marked(request, i)) {
                String left = Arrays.stream(request.value(i).split(";"))
                        .filter(pair -> !pair.strip().startsWith(PREFIX))
                        .collect(Collectors.joining(";"))
                        .strip();
                out.write(bytes, written, request.nameFrom(i) - written);
                if (!left.isEmpty()) {
                    out.writeBytes(("cookie: " + left + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                }
                written = lineEnd(bytes, request.valueTo(i));
            }
        }
        out.write(bytes, written, bytes.length - written);
        try {
            return HeadReader.request(out.toByteArray());
        } catch (Malformed e) {
            throw new IllegalStateException("a sound head without a cookie is sound", e);
        }
    }

    /// Where the next line begins.
    private static int lineEnd(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    /// Whether the field may hold a cookie of ours; costs nothing to speak of where there is none.
    private static boolean marked(Head request, int index) {
        byte[] bytes = request.bytes();
        int last = request.valueTo(index) - MARK.length;
        for (int at = request.valueFrom(index); at <= last; at++) {
            if (bytes[at] == MARK[0] && Arrays.equals(bytes, at, at + MARK.length, MARK, 0, MARK.length)) {
                return true;
            }
        }
        return false;
    }
}
