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
        return argument.isEmpty() || value.hasAnywhere(argument, at -> isWord(value, at, at + argument.length()));
    }

    private static boolean isWord(Bytes value, int start, int end) {
        boolean opens = start == 0 || !Ascii.isLetter(value.at(start - 1));
        return opens && (end == value.length() || !Ascii.isLetter(value.at(end)));
    }
}
