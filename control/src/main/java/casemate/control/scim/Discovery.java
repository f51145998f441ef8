package casemate.control.scim;

import casemate.base.Json;
import java.util.List;
import java.util.Optional;

/// What a directory can find out about this service (RFC 7643, 5 to 7).
public final class Discovery {
    private static final String CORE = "urn:ietf:params:scim:schemas:core:2.0:";

    private final String base;

    /// @param base the address under which everything is, without a slash at its end
    public Discovery(String base) {
        this.base = base;
    }

    public Json.Obj configuration() {
        return Json.object()
                .put("schemas", Json.texts(List.of(CORE + "ServiceProviderConfig")))
                .put("patch", supported(true).build())
                .put(
                        "bulk",
                        supported(false)
                                .put("maxOperations", 0)
                                .put("maxPayloadSize", 0)
                                .build())
                .put(
                        "filter",
                        supported(true).put("maxResults", Asked.MAX_COUNT).build())
                .put("changePassword", supported(false).build())
                .put("sort", supported(true).build())
                .put("etag", supported(true).build())
                .put(
                        "authenticationSchemes",
                        new Json.Arr(List.of(Json.object()
                                .put("type", "oauthbearertoken")
                                .put("name", "Token for provisioning")
                                .put("description", "A token made on the portal's page about provisioning")
                                .put("specUri", "https://www.rfc-editor.org/info/rfc6750")
                                .put("primary", true)
                                .build())))
                .put("meta", meta("ServiceProviderConfig", "ServiceProviderConfig"))
                .build();
    }

    public Slice<Json> resourceTypes() {
        return all(List.of(resourceType("User", "Users"), resourceType("Group", "Groups")));
    }

    public Json.Obj resourceType(String name) {
        return switch (name) {
            case "User" -> resourceType("User", "Users");
            case "Group" -> resourceType("Group", "Groups");
            default -> throw ScimProblem.unknown();
        };
    }

    public Slice<Json> schemas() {
        return all(List.of(user(), group()));
    }

    public Json.Obj schema(String id) {
        return switch (id) {
            case Resource.USER -> user();
            case Resource.GROUP -> group();
            default -> throw ScimProblem.unknown();
        };
    }

    private static Slice<Json> all(List<Json> each) {
        return new Slice<>(each.size(), 1, each);
    }

    private Json.Obj resourceType(String name, String path) {
        return Json.object()
                .put("schemas", Json.texts(List.of(CORE + "ResourceType")))
                .put("id", name)
                .put("name", name)
                .put("endpoint", "/" + path)
                .put("schema", CORE + name)
                .put("meta", meta("ResourceType", "ResourceTypes/" + name))
                .build();
    }

    private Json.Obj user() {
        return schema(
                "User",
                List.of(
                        simple("userName", "string", "readWrite", true, "server"),
                        simple("displayName", "string", "readWrite", false, "none"),
                        complex(
                                "name",
                                false,
                                List.of(
                                        simple("givenName", "string", "readWrite", false, "none"),
                                        simple("familyName", "string", "readWrite", false, "none"))),
                        simple("preferredLanguage", "string", "writeOnly", false, "none"),
                        simple("active", "boolean", "readWrite", false, "none"),
                        complex(
                                "emails",
                                true,
                                List.of(
                                        simple("value", "string", "readWrite", true, "global"),
                                        simple("type", "string", "readWrite", false, "none"),
                                        simple("primary", "boolean", "readWrite", false, "none"))),
                        complex(
                                "groups",
                                true,
                                List.of(
                                        simple("value", "string", "readOnly", false, "none"),
                                        simple("display", "string", "readOnly", false, "none")))));
    }

    private Json.Obj group() {
        return schema(
                "Group",
                List.of(
                        simple("displayName", "string", "readWrite", true, "server"),
                        complex(
                                "members",
                                true,
                                List.of(
                                        simple("value", "string", "immutable", true, "none"),
                                        simple("display", "string", "readOnly", false, "none")))));
    }

    private Json.Obj schema(String name, List<Json> attributes) {
        return Json.object()
                .put("schemas", Json.texts(List.of(CORE + "Schema")))
                .put("id", CORE + name)
                .put("name", name)
                .put("description", name.equals("User") ? "A person who belongs to the customer" : "A group of people")
                .put("attributes", new Json.Arr(attributes))
                .put("meta", meta("Schema", "Schemas/" + CORE + name))
                .build();
    }

    private static Json simple(String name, String type, String mutability, boolean required, String uniqueness) {
        return attribute(name, type, mutability, required, false)
                .put("caseExact", false)
                .put("uniqueness", uniqueness)
                .build();
    }

    private static Json complex(String name, boolean many, List<Json> parts) {
        return attribute(name, "complex", name.equals("groups") ? "readOnly" : "readWrite", false, many)
                .put("subAttributes", new Json.Arr(parts))
                .build();
    }

    private static Json.Builder attribute(String name, String type, String mutability, boolean required, boolean many) {
        return Json.object()
                .put("name", name)
                .put("type", type)
                .put("multiValued", many)
                .put("required", required)
                .put("mutability", mutability)
                .put("returned", mutability.equals("writeOnly") ? "never" : "default");
    }

    private Json meta(String type, String path) {
        return Json.object()
                .put("resourceType", type)
                .put("location", base + "/" + path)
                .build();
    }

    private static Json.Builder supported(boolean supported) {
        return Json.object().put("supported", supported);
    }

    /// The version that a client's If-Match or If-None-Match names; empty for `*` and for none of ours.
    public static Optional<Long> version(String header) {
        String text = header.strip().replaceFirst("^W/", "").replace("\"", "");
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
