package casemate.base;

/// Names one user for ever; made by [Ids], never reused.
public record UserId(String value) {
    static final String PREFIX = "usr";

    public UserId {
        Ids.check(PREFIX, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
