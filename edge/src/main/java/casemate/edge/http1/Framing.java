package casemate.edge.http1;

/// How a message's body ends.
public sealed interface Framing {
    record None() implements Framing {}

    /// @param bytes more than none
    record Length(long bytes) implements Framing {}

    record Chunked() implements Framing {}

    /// Only an answer: it ends with its connection.
    record UntilClose() implements Framing {}

    Framing NONE = new None();
    Framing CHUNKED = new Chunked();
    Framing UNTIL_CLOSE = new UntilClose();
}
