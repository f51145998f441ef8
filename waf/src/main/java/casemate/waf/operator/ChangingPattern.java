package casemate.waf.operator;

import casemate.base.Refusal;
import casemate.waf.pattern.BytePattern;
import casemate.waf.pattern.PatternRefused;
import casemate.waf.seclang.OperatorCall;
import casemate.waf.text.Bytes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// `rx` and `rxGlobal` with macros: the pattern is compiled when it is first seen, and kept. An expanded pattern that
/// cannot be compiled fails the call, which blocks: nobody knows what it would have matched.
final class ChangingPattern implements Operator {
    /// Rules expand to few patterns; when a client can make them differ, the kept ones are dropped all at once.
    private static final int MOST_KEPT = 64;
    /// Longer than any pattern of a rule set; a client's value may get into a macro.
    private static final int LONGEST_PATTERN = 16_384;

    private final OperatorCall call;
    private final boolean global;
    private final Map<Bytes, BytePattern> kept = new ConcurrentHashMap<>();

    ChangingPattern(OperatorCall call, boolean global) {
        this.call = call;
        this.global = global;
    }

    @Override
    public boolean matches(Bytes value, Bytes argument, Captures captures) {
        return argument.isEmpty() || PatternOperator.matches(pattern(argument), global, value, captures);
    }

    private BytePattern pattern(Bytes argument) {
        BytePattern known = kept.get(argument);
        if (known != null) {
            return known;
        }
        BytePattern made = compile(argument);
        if (kept.size() >= MOST_KEPT) {
            kept.clear();
        }
        kept.put(Bytes.of(argument.toArray()), made);
        return made;
    }

    /// @throws Refusal when the expansion is no pattern
    private BytePattern compile(Bytes argument) {
        if (argument.length() > LONGEST_PATTERN) {
            throw Argument.refused(call, "expands to a pattern of " + argument.length() + " bytes; shorten its macros");
        }
        try {
            return BytePattern.compile(argument.toLatin1());
        } catch (PatternRefused e) {
            throw Argument.refused(call, "expands to a pattern that cannot be used: " + e.getMessage());
        }
    }

    @Override
    public boolean hasMacros() {
        return true;
    }
}
