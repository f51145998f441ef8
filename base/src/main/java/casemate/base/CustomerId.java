package casemate.base;

/// Names one customer for ever; made by [Ids], never reused.
public record CustomerId(String value) {
    static final String PREFIX = "cus";

    public CustomerId {
        Ids.check(PREFIX, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
