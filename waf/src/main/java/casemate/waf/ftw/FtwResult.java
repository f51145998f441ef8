package casemate.waf.ftw;

/// How one case went.
///
/// @param why what was not as expected, one line; empty when it passed
public record FtwResult(FtwCase testCase, String why) {
    public boolean passed() {
        return why.isEmpty();
    }
}
