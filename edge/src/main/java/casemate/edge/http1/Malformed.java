package casemate.edge.http1;

/// A message that breaks a rule of HTTP. It has no stack trace: attackers would make us fill many.
public final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param rule which one it breaks
    public Malformed(String rule) {
        super(rule, null, false, false);
    }
}
