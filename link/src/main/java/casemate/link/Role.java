package casemate.link;

/// What a certificate of this authority is for. Whoever has one cannot pass for the other.
enum Role {
    /// Answers nodes, and is the only one that a gateway takes bytes from.
    HOUSE("urn:casemate:house"),
    /// Asks the house, and is the only one that the house takes for a gateway. Which node it is tells its key.
    NODE("urn:casemate:node");

    private final String uri;

    Role(String uri) {
        this.uri = uri;
    }

    /// The one name in the certificate (RFC 5280, 4.2.1.6: a URI).
    String uri() {
        return uri;
    }
}
