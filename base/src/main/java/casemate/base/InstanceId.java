package casemate.base;

/// Names one instance for ever; made by [Ids], never reused.
public record InstanceId(String value) {
    static final String PREFIX = "ins";

    public InstanceId {
        Ids.check(PREFIX, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
