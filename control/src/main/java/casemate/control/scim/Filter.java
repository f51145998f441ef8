package casemate.control.scim;

/// A filter as it was understood (RFC 7644, 3.4.2.2). What becomes SQL or a comparison is this, never the text that a
/// client sent.
public sealed interface Filter {
    record And(Filter left, Filter right) implements Filter {}

    record Or(Filter left, Filter right) implements Filter {}

    record Not(Filter inner) implements Filter {}

    record Present(Attribute attribute) implements Filter {}

    record Compare(Attribute attribute, Operator operator, Literal value) implements Filter {}

    /// One element of an attribute with many satisfies all of the inner filter: `emails[type eq "work" and value pr]`.
    record Each(Attribute attribute, Filter inner) implements Filter {}

    enum Operator {
        EQ,
        NE,
        CO,
        SW,
        EW,
        GT,
        GE,
        LT,
        LE
    }

    /// What an attribute is compared with.
    sealed interface Literal {
        record Text(String value) implements Literal {}

        record Figure(double value) implements Literal {}

        record Flag(boolean value) implements Literal {}

        record Nothing() implements Literal {}
    }

    /// @throws ScimProblem `invalidFilter`
    static Filter parse(String text) {
        return new FilterParser(text).wholeFilter();
    }
}
