package casemate.edge.ban;

/// What is counted against an address.
public enum Offence {
    /// A page that is not there was asked for.
    MISSING("missing-pages", "missing pages"),
    /// An application, or a guard of the edge, said 401 or 403.
    REFUSED("refusals", "refusals"),
    /// The firewall refused a request.
    ATTACK("firewall", "requests refused by the firewall"),
    /// More was asked than the limits allow (429).
    FLOOD("too-many-requests", "requests past the limits");

    private final String rule;
    private final String words;

    Offence(String rule, String words) {
        this.rule = rule;
        this.words = words;
    }

    /// The rule that counts it, as bans name it.
    public String rule() {
        return rule;
    }

    String words() {
        return words;
    }
}
