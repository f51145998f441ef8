package casemate.app;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.ledger.Bundle;
import casemate.ledger.LedgerException;
import casemate.ledger.Verdict;
import casemate.ledger.Verifier;
import casemate.ledger.VerifierKey;
import casemate.promise.Evidence;
import casemate.promise.Leaf;
import casemate.promise.PolicyInForce;
import casemate.promise.PromiseMade;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    @Parameters(paramLabel = "URL|FILE|DIR", description = "A bundle's address or file, or a ledger's directory.")
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
        Verifier verifier = Verifier.of(key());
        Path path = target.contains("://") ? null : Path.of(target);
        if (path != null && Files.isDirectory(path)) {
            Verdict verdict = new Progress(surroundings).step("reading the ledger", () -> verifier.directory(path));
            return print(verdict, List.of());
        }
        byte[] bytes = path == null ? fetched() : file(path);
        Verdict verdict = verifier.bundle(bytes);
        return print(verdict, verdict.holds() ? Bundle.parse(bytes).leaves() : List.of());
    }

    private int print(Verdict verdict, List<Bundle.Leaf> leaves) {
        switch (verdict) {
            case Verdict.Holds holds -> {
                if (json) {
                    surroundings.out().println(holding(holds, leaves).text());
                } else {
                    leaves.forEach(l -> surroundings.out().println("  #" + l.index() + " " + said(l)));
                    surroundings.out().println("holds: " + evidence(holds, leaves));
                }
                return CommandLines.DONE;
            }
            case Verdict.Fails fails -> {
                surroundings
                        .out()
                        .println(
                                json
                                        ? Json.object()
                                                .put("holds", false)
                                                .put("fault", fails.fault().name())
                                                .put("text", fails.text())
                                                .build()
                                                .text()
                                        : "DOES NOT HOLD: " + fails.text());
                return CommandLines.FAILED;
            }
        }
    }

    private static String evidence(Verdict.Holds holds, List<Bundle.Leaf> leaves) {
        String what =
                leaves.isEmpty() ? "the whole ledger" : leaves.size() == 1 ? "1 entry" : leaves.size() + " entries";
        String witnesses = holds.witnesses().isEmpty() ? "" : ", cosigned by " + String.join(", ", holds.witnesses());
        return what + " under the signed checkpoint of " + holds.checkpoint().origin() + " at "
                + holds.checkpoint().size() + " entries" + witnesses;
    }

    private static Json holding(Verdict.Holds holds, List<Bundle.Leaf> leaves) {
        return Json.object()
                .put("holds", true)
                .put("origin", holds.checkpoint().origin())
                .put("size", holds.checkpoint().size())
                .put("witnesses", Json.texts(holds.witnesses()))
                .put("entries", Json.array(leaves, l -> Json.of(said(l))))
                .build();
    }

    /// What an entry says, in a line.
    private static String said(Bundle.Leaf leaf) {
        try {
            return switch (Leaf.decode(leaf.entry())) {
                case Evidence e ->
                    e.promise() + " " + e.state() + " by " + e.drill() + " at " + e.finished() + ", fresh until "
                            + e.freshUntil() + (e.why().isEmpty() ? "" : ": " + e.why());
                case PromiseMade p ->
                    p.promise() + " promised: "
                            + p.sentence().values().iterator().next();
                case PolicyInForce p ->
                    "policy " + p.policy() + " of " + p.vendor().name() + " in force from " + p.inForce();
            };
        } catch (Refusal _) {
            return "an entry of another kind";
        }
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
        return new Download(trusted).get(target, Bundle.MAX_BYTES);
    }
}
