package casemate.wire;

import casemate.base.Json;
import casemate.base.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// What the portal says of a member for whom it opens one instance; the edge in front of it goes by this until it ends,
/// or until [EndedPasses] names it.
///
/// @param id tells it from all others, and is known to nobody but control, the edge and the member's own browser
/// @param issued when the member asked for it
/// @param until from then on it is worth nothing
/// @param subject who it is, under a name that no other instance knows the same person by
/// @param email confirmed by the platform
/// @param name as people write it
/// @param locale such as `fr`
/// @param roles of the person at the customer, such as `owner`
public record Pass(
        String id,
        Instant issued,
        Instant until,
        String subject,
        String email,
        String name,
        String locale,
        List<String> roles) {
    private static final int MAX_ROLES = 16;
    private static final int MAX_CHARS = 320;

    public Pass {
        roles = List.copyOf(roles);
        boolean large = Stream.concat(Stream.of(id, subject, email, name, locale), roles.stream())
                .anyMatch(text -> text.length() > MAX_CHARS);
        if (large || roles.size() > MAX_ROLES) {
            throw Refusal.invalid(
                    "pass-too-large",
                    "A pass has at most " + MAX_ROLES + " roles, and " + MAX_CHARS + " characters each.");
        }
    }

    public Json json() {
        return Json.object()
                .put("id", id)
                .put("issued", issued)
                .put("until", until)
                .put("subject", subject)
                .put("email", email)
                .put("name", name)
                .put("locale", locale)
                .put("roles", Json.texts(roles))
                .build();
    }

    /// @throws Refusal when it is no pass
    public static Pass read(Json json) {
        Json.Obj o = Fields.of(json).only("id", "issued", "until", "subject", "email", "name", "locale", "roles");
        return new Pass(
                o.text("id"),
                o.instant("issued"),
                o.instant("until"),
                o.text("subject"),
                o.text("email"),
                o.text("name"),
                o.text("locale"),
                o.list("roles", Fields::text));
    }
}
