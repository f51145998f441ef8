package casemate.control.scim;

import casemate.base.Json;

/// A failure in SCIM's own terms (RFC 7644, 3.12).
public final class ScimProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String SCHEMA = "urn:ietf:params:scim:api:messages:2.0:Error";

    private final int status;
    private final String type;

    /// @param type of RFC 7644, table 9; empty where it has none
    /// @param detail one line that says what to do
    public ScimProblem(int status, String type, String detail) {
        super(detail.replace('\n', ' ').replace('\r', ' '));
        this.status = status;
        this.type = type;
    }

    public static ScimProblem invalidFilter(String detail) {
        return new ScimProblem(400, "invalidFilter", detail);
    }

    public static ScimProblem invalidPath(String detail) {
        return new ScimProblem(400, "invalidPath", detail);
    }

    public static ScimProblem invalidValue(String detail) {
        return new ScimProblem(400, "invalidValue", detail);
    }

    public static ScimProblem invalidSyntax(String detail) {
        return new ScimProblem(400, "invalidSyntax", detail);
    }

    public static ScimProblem mutability(String detail) {
        return new ScimProblem(400, "mutability", detail);
    }

    public static ScimProblem uniqueness(String detail) {
        return new ScimProblem(409, "uniqueness", detail);
    }

    public static ScimProblem unknown() {
        return new ScimProblem(404, "", "There is no such resource.");
    }

    public int status() {
        return status;
    }

    public Json.Obj json() {
        return json(status, type, String.valueOf(getMessage()));
    }

    public static Json.Obj json(int status, String type, String detail) {
        Json.Builder o = Json.object()
                .put("schemas", Json.texts(java.util.List.of(SCHEMA)))
                .put("status", String.valueOf(status))
                .put("detail", detail);
        if (!type.isEmpty()) {
            o.put("scimType", type);
        }
        return o.build();
    }
}
