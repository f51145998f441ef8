package casemate.waf.operator;

import casemate.waf.text.Ascii;
import casemate.waf.text.Bytes;

/// The operators that compare two texts byte by byte: `streq`, `contains`, `within` and their like.
record TextOperator(Argument argument, Comparison comparison) implements Operator {
    /// Whether a value matches an argument.
    interface Comparison {
        boolean holds(Bytes value, Bytes argument);
    }

    @Override
    public boolean matches(Bytes value, Bytes expanded, Captures captures) {
        return comparison.holds(value, argument.now(expanded));
    }

    @Override
    public boolean hasMacros() {
        return argument.hasMacros();
    }

    static boolean beginsWith(Bytes value, Bytes argument) {
        return value.hasAt(0, argument);
    }

    static boolean endsWith(Bytes value, Bytes argument) {
        return value.hasAt(value.length() - argument.length(), argument);
    }

    static boolean contains(Bytes value, Bytes argument) {
        return value.indexOf(argument, 0) >= 0;
    }

    static boolean within(Bytes value, Bytes argument) {
        return argument.indexOf(value, 0) >= 0;
    }

    /// Where the argument stands with no letter right before and after it; the ends of the value count as no letter.
    static boolean containsWord(Bytes value, Bytes argument) {
        if (argument.isEmpty()) {
            return true;
        }
        for (int at = value.indexOf(argument, 0); at >= 0; at = value.indexOf(argument, at + 1)) {
            int end = at + argument.length();
            boolean opens = at == 0 || !Ascii.isLetter(value.at(at - 1));
            boolean closes = end == value.length() || !Ascii.isLetter(value.at(end));
            if (opens && closes) {
                return true;
            }
        }
        return false;
    }
}
