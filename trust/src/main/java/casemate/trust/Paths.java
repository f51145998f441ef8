package casemate.trust;

import casemate.promise.PromiseId;

/// Where things lie on the site.
final class Paths {
    static final String INDEX = "/";
    /// In links of a page that does not exist.
    static final String MISSING = "/";
    static final String INDEX_JSON = "/trust.json";
    static final String LEDGER = "/ledger";
    static final String LEDGER_JSON = "/ledger.json";
    static final String FILES = "/ledger/";
    static final String PROMISE = "/promise/";
    static final String ENTRY = "/entry/";
    static final String SECURITY = "/.well-known/security.txt";
    static final String ICON = "/icon.svg";
    static final String BUNDLE = "/bundle.json";

    private Paths() {}

    static String promise(PromiseId id) {
        return PROMISE + id;
    }

    static String promiseJson(PromiseId id) {
        return PROMISE + id + ".json";
    }

    /// The promise as published, the policy that puts it into force, and the outcome that decides.
    static String promiseBundle(PromiseId id) {
        return PROMISE + id + BUNDLE;
    }

    /// One entry of the ledger.
    static String entryBundle(long index) {
        return ENTRY + index + BUNDLE;
    }
}
