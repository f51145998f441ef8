package casemate.waf;

/// What the Core Rule Set counted, at the paranoia level that blocks. Zero where the rules count nothing.
///
/// @param inbound of the request
/// @param outbound of the response
public record AnomalyScores(int inbound, int outbound) {
    public static final AnomalyScores NONE = new AnomalyScores(0, 0);
}
