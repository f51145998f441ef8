package casemate.control.testpayment;

import casemate.base.Json;

/// What the test provider answers when it does not do something, in Stripe's form.
final class Problem extends RuntimeException {
    static final int BAD = 400;
    static final int UNAUTHORIZED = 401;
    static final int DECLINED = 402;
    static final int UNKNOWN = 404;
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final String code;
    private final transient Json.Obj intent;

    Problem(int status, String type, String code) {
        this(status, type, code, Json.object().build());
    }

    Problem(int status, String type, String code, Json.Obj intent) {
        super(type + " " + code);
        this.status = status;
        this.type = type;
        this.code = code;
        this.intent = intent;
    }

    static Problem unknown() {
        return new Problem(UNKNOWN, "invalid_request_error", "resource_missing");
    }

    int status() {
        return status;
    }

    Json.Obj body() {
        Json.Builder error = Json.object().put("type", type).put("code", code);
        if (!intent.members().isEmpty()) {
            error.put("payment_intent", intent);
        }
        return Json.object().put("error", error.build()).build();
    }
}
