package casemate.app;

import casemate.base.Refusal;
import casemate.ledger.Bundle;
import casemate.ledger.LedgerException;
import casemate.ledger.Verifier;
import casemate.ledger.VerifierKey;
import casemate.trust.Verify;
import casemate.trust.VerifyReport;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `casemate verify`: needs the bytes and the vendor's public key, and believes nobody.
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a bundle of the trust page, or a whole ledger, against the vendor's public key alone.",
            "Says exactly what does not hold, and returns 1 then."
        })
final class VerifyCommand implements Callable<Integer> {
    /// A verifier key is one line; this is ten of them.
    private static final int MAX_KEY_BYTES = 4096;

    @Parameters(
            paramLabel = "URL|FILE|DIR",
            description = "A promise's page, a bundle's address or file, or a ledger's directory.")
    private String target = "";

    @Option(
            names = "--key",
            paramLabel = "KEY|FILE",
            description = "The public key, name+hash+base64, or a file with it. Usual: that of the platform of --data.")
    private @Nullable String key;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "A certificate authority to trust for URL. Usual: the local one of the platform of --data.")
    private @Nullable Path authority;

    @Option(
            names = "--lab-clock",
            description = "Accept what a laboratory recorded by a moved clock (casemate up --lab-clock).")
    private boolean laboratory;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final DataOption data = new DataOption();

    private final Surroundings surroundings;

    VerifyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Verify verify = new Verify(Verifier.of(key()), laboratory);
        Path path = target.contains("://") ? null : Path.of(target);
        VerifyReport report = path != null && Files.isDirectory(path)
                ? new Progress(surroundings).step("reading the ledger", () -> verify.directory(path))
                : verify.bundle(target, path == null ? fetched() : file(path), Instant.now());
        surroundings.out().print(json ? report.json().text() + "\n" : report.text());
        surroundings.out().flush();
        return report.exitCode();
    }

    private VerifierKey key() throws IOException {
        String text = key == null ? ofPlatform() : Files.isRegularFile(Path.of(key)) ? small(Path.of(key)) : key;
        try {
            return VerifierKey.parse(text.strip());
        } catch (LedgerException e) {
            throw Refusal.invalid("key-malformed", "The key cannot be read: " + e.getMessage());
        }
    }

    private String ofPlatform() throws IOException {
        Path file = data.path(surroundings.environment()).resolve(DataDirectory.LEDGER_KEY);
        if (!Files.isReadable(file)) {
            throw Refusal.invalid(
                    "key-missing",
                    "Name the vendor's public key with --key; its trust page shows it, and so should its contract.");
        }
        return small(file);
    }

    private static String small(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_KEY_BYTES), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private static byte[] file(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw Refusal.invalid("bundle-missing", "There is no file or directory " + path + ".");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(Bundle.MAX_BYTES + 1);
        }
    }

    private byte[] fetched() throws Exception {
        Path local = data.path(surroundings.environment()).resolve(DataDirectory.LOCAL_AUTHORITY);
        Path trusted = authority == null ? local : authority;
        if (authority != null && !Files.isReadable(trusted)) {
            throw Refusal.invalid("ca-missing", "There is no certificate file " + trusted + ".");
        }
        return new Download(trusted).get(Verify.bundleOf(address(target)).toString(), Bundle.MAX_BYTES);
    }

    private static URI address(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException _) {
            throw Refusal.invalid("verify-address", "The address cannot be read: copy it whole.");
        }
    }
}
