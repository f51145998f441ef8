package casemate.promise;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Small policies for tests.
final class Policies {
    static final String HEAD = """
            casemate-policy: 1
            vendor: {name: Acme, contact: security@acme.example, url: https://acme.example/security}
            languages: [en, fr, pl]
            offers: [free, paid]
            regions: [FR, DE]
            promises:
            """;

    static final String RETENTION = """
              BAK-3:
                figures: {keep: P30D}
                proof: inside-probe
                fresh: P2D
                sentence:
                  en: Backups of the last {keep} are kept, and only they.
                  fr: Seules les sauvegardes des {keep} écoulés sont conservées.
                  pl: Kopie zapasowe przechowujemy przez {keep}, nie dłużej.
            """;

    static final String HTTPS = """
              EDG-1:
                proof: outside-probe
                fresh: PT1H
                sentence: {en: HTTPS only., fr: HTTPS uniquement., pl: Tylko HTTPS.}
            """;

    private Policies() {}

    static Policy small() {
        return parse(HEAD + RETENTION + HTTPS);
    }

    static Policy parse(String yaml) {
        return PolicyFile.parse("test.yaml", yaml.getBytes(UTF_8));
    }
}
