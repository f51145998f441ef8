package casemate.trust;

import casemate.ledger.VerifierKey;

/// The commands that a stranger can copy from the page.
final class Commands {
    private final TrustConfig config;

    Commands(TrustConfig config) {
        this.config = config;
    }

    /// @param bundle its path on this site
    String verify(String bundle) {
        return "casemate verify " + config.url(bundle) + " --key '" + config.key() + "'";
    }

    VerifierKey key() {
        return config.key();
    }
}
