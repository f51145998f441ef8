package casemate.control.issuer;

import casemate.base.Json;
import java.time.Instant;
import java.util.List;

/// What one instance's application learns of a person.
///
/// @param subject who it is, under a name that no other instance knows the same person by
/// @param email confirmed by the platform
/// @param session which sign-on it is; not the session's own id
/// @param since when the person last proved who they are
public record Member(
        String subject, String email, String name, String locale, List<String> roles, String session, Instant since) {
    private static final int MAX_BYTES = 8 << 10;

    public Member {
        roles = List.copyOf(roles);
    }

    public String json() {
        return Json.object()
                .put("subject", subject)
                .put("email", email)
                .put("name", name)
                .put("locale", locale)
                .put("roles", Json.texts(roles))
                .put("session", session)
                .put("since", since)
                .build()
                .text();
    }

    public static Member read(String json) {
        Json.Obj o = Json.parseObject(json.getBytes(java.nio.charset.StandardCharsets.UTF_8), MAX_BYTES);
        return new Member(
                o.text("subject"),
                o.text("email"),
                o.text("name"),
                o.text("locale"),
                o.list("roles", role -> ((Json.Text) role).value()),
                o.text("session"),
                o.instant("since"));
    }
}
