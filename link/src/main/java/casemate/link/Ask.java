package casemate.link;

/// What a node may ask its house: these, and nothing else.
enum Ask {
    /// With a token, and no certificate yet.
    JOIN,
    /// For another certificate, of the same key.
    RENEW,
    /// Says what the node is.
    HERE,
    FACTS,
    ORDERS,
    BACKUPS,
    STANDBYS,
    REPORT,
    BACKUP_REPORT,
    STANDBY_REPORT,
    PROMISED,
    VOLUME_KEY
}
