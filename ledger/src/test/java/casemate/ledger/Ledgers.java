package casemate.ledger;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// What the tests share: entries that can be told apart, and keys.
final class Ledgers {
    static final String ORIGIN = "example.com/ledger";

    private Ledgers() {}

    static byte[] entry(long index) {
        // Lengths differ, so that a shifted boundary never goes unnoticed.
        return ("{\"entry\":" + index + ",\"pad\":\"" + "x".repeat((int) (index % 37)) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    static LogSigner signer(Path home) {
        return LogSigner.openOrGenerate(home.resolve("key"), ORIGIN);
    }

    static void fill(Ledger ledger, long from, long to) {
        java.util.List<java.util.concurrent.CompletableFuture<Receipt>> all = new java.util.ArrayList<>();
        for (long i = from; i < to; i++) {
            all.add(ledger.appendAsync(entry(i)));
        }
        all.forEach(java.util.concurrent.CompletableFuture::join);
    }
}
