package casemate.waf.pattern;

/// A pattern that cannot be compiled: wrong, larger than a bound, or with syntax whose meaning cannot be kept in
/// linear time. Checked, so that whoever compiles adds the place of the rule.
public final class PatternRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final int offset;

    PatternRefused(String message, int offset) {
        super(message);
        this.offset = offset;
    }

    /// The character of the pattern at which reading stopped, from 0.
    public int offset() {
        return offset;
    }
}
