package casemate.waf.operator;

import casemate.waf.text.Ascii;
import casemate.waf.text.Bytes;

/// The operators that compare numbers: `eq`, `ge`, `gt`, `le`, `lt`. A number is read as C's atoll reads it, so that a
/// text that begins with none is 0, and one out of range is the nearest in it.
record NumberOperator(Argument argument, long constant, Comparison comparison) implements Operator {
    /// Whether the number of a value stands so to that of an argument.
    interface Comparison {
        boolean holds(long value, long argument);
    }

    NumberOperator(Argument argument, Comparison comparison) {
        this(argument, number(argument.constant()), comparison);
    }

    @Override
    public boolean matches(Bytes value, Bytes expanded, Captures captures) {
        return comparison.holds(number(value), argument.hasMacros() ? number(expanded) : constant);
    }

    @Override
    public boolean hasMacros() {
        return argument.hasMacros();
    }

    static long number(Bytes text) {
        int i = 0;
        while (i < text.length() && Ascii.isSpace(text.at(i))) {
            i++;
        }
        boolean negative = i < text.length() && text.at(i) == '-';
        if (negative || (i < text.length() && text.at(i) == '+')) {
            i++;
        }
        long number = 0;
        while (i < text.length() && Ascii.isDigit(text.at(i))) {
            int digit = text.at(i++) - '0';
            if (number > (Long.MAX_VALUE - digit) / 10) {
                return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
            }
            number = number * 10 + digit;
        }
        return negative ? -number : number;
    }
}
