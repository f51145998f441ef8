package casemate.waf.modsecurity;

/// How one case went: passed, not for this engine, or different.
sealed interface Outcome {
    record Passed() implements Outcome {}

    /// @param why in a word or two, which cases are counted by
    record OutOfScope(String why) implements Outcome {}

    record Different(String how) implements Outcome {}
}
