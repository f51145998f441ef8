package casemate.waf.audit;

/// How records name what wrote them.
final class Producer {
    static final String NAME = "Casemate WAF";
    static final String CONNECTOR = "Casemate";

    private Producer() {}
}
