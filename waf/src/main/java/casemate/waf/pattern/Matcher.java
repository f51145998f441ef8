package casemate.waf.pattern;

/// What a [PatternSet] scans for: a regular expression or a list of phrases.
public sealed interface Matcher permits BytePattern, Phrases {
    /// Whether the bytes from `from` to `to` hold a match. The bytes outside are not looked at.
    boolean matches(byte[] a, int from, int to);
}
