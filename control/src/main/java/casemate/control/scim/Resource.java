package casemate.control.scim;

import casemate.base.Json;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Resources as directories read them.
///
/// @param id ours
/// @param location its address
/// @param version rises with every change
public record Resource(String id, String location, Instant created, Instant changed, long version) {
    public static final String TYPE = "application/scim+json";
    static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    static final String GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group";

    /// Another resource that one names.
    public record Named(String id, String display, String location) {}

    /// Always shown (RFC 7643, 2.4).
    private static final Set<String> ALWAYS = Set.of("id", "schemas");

    public String etag() {
        return etag(version);
    }

    public static String etag(long version) {
        return "W/\"" + version + "\"";
    }

    public Json.Obj user(UserWish user, List<Named> groups, Asked asked) {
        Json.Builder o = head(USER)
                .put("userName", user.userName())
                .put("active", user.active())
                .put(
                        "emails",
                        new Json.Arr(List.of(Json.object()
                                .put("value", user.email())
                                .put("type", "work")
                                .put("primary", true)
                                .build())));
        user.externalId().ifPresent(e -> o.put("externalId", e));
        user.displayName().ifPresent(d -> o.put("displayName", d));
        if (user.givenName().isPresent() || user.familyName().isPresent()) {
            Json.Builder name = Json.object();
            user.givenName().ifPresent(n -> name.put("givenName", n));
            user.familyName().ifPresent(n -> name.put("familyName", n));
            o.put("name", name.build());
        }
        if (!groups.isEmpty()) {
            o.put("groups", Json.array(groups, Resource::named));
        }
        return cut(o.put("meta", meta("User")).build(), asked);
    }

    public Json.Obj group(GroupWish group, List<Named> members, Asked asked) {
        Json.Builder o = head(GROUP).put("displayName", group.displayName());
        group.externalId().ifPresent(e -> o.put("externalId", e));
        if (asked.shows("members")) {
            o.put("members", Json.array(members, Resource::named));
        }
        return cut(o.put("meta", meta("Group")).build(), asked);
    }

    private Json.Builder head(String schema) {
        return Json.object().put("schemas", Json.texts(List.of(schema))).put("id", id);
    }

    private Json meta(String type) {
        return Json.object()
                .put("resourceType", type)
                .put("created", created)
                .put("lastModified", changed)
                .put("location", location)
                .put("version", etag())
                .build();
    }

    private static Json named(Named other) {
        return Json.object()
                .put("value", other.id())
                .put("display", other.display())
                .put("$ref", other.location())
                .build();
    }

    private static Json.Obj cut(Json.Obj whole, Asked asked) {
        return new Json.Obj(whole.members().entrySet().stream()
                .filter(m ->
                        ALWAYS.contains(m.getKey()) || asked.shows(m.getKey().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
