package casemate.waf;

/// The blocks that are the engine's own, made when it cannot say that a transaction is harmless. Their ids stand in the
/// range that ModSecurity leaves to local rules, so no rule set uses them.
public enum FailClosed {
    INTERNAL_ERROR(99_001, 500, "The firewall failed inside; the transaction was not examined to its end"),
    REQUEST_BODY_LIMIT(99_002, 413, "The request body is larger than SecRequestBodyLimit"),
    REQUEST_BODY_UNREADABLE(99_003, 400, "The request body could not be read as what it claims to be"),
    ARGUMENTS_LIMIT(99_004, 400, "The request has more arguments than SecArgumentsLimit"),
    RESPONSE_BODY_LIMIT(99_005, 500, "The response body is larger than SecResponseBodyLimit"),
    HEADERS_LIMIT(99_006, 431, "The request has more header fields or cookies than the firewall examines"),
    COLLECTIONS_LIMIT(99_007, 500, "The rules note more than their collections may hold, so counters may be too low");

    private final long ruleId;
    private final int status;
    private final String message;

    FailClosed(long ruleId, int status, String message) {
        this.ruleId = ruleId;
        this.status = status;
        this.message = message;
    }

    public long ruleId() {
        return ruleId;
    }

    public int status() {
        return status;
    }

    public String message() {
        return message;
    }
}
