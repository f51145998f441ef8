package casemate.trust;

import casemate.base.Json;
import casemate.ledger.Ledger;
import casemate.ledger.LogSigner;
import casemate.ledger.VerifierKey;
import casemate.promise.Evidence;
import casemate.promise.Language;
import casemate.promise.Leaf;
import casemate.promise.PolicyInForce;
import casemate.promise.PromiseId;
import casemate.promise.PromiseMade;
import casemate.promise.ProofKind;
import casemate.promise.Scope;
import casemate.promise.State;
import casemate.promise.Vendor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A real ledger that a test writes leaf by leaf.
final class ExampleLedger implements AutoCloseable {
    static final String POLICY = "ab".repeat(32);
    static final Instant START = Instant.parse("2026-11-20T08:00:00Z");
    static final Duration FRESH = Duration.ofHours(2);
    static final Json.Obj FIGURES = Json.object()
            .put("versions", Json.texts(List.of("1.2", "1.3")))
            .put("keep", "P30D")
            .build();

    private final Path directory;
    private final LogSigner signer;
    private final Ledger ledger;
    private final List<PromiseId> promises = new ArrayList<>();

    ExampleLedger(Path place) {
        this(place, "trust.example.com/ledger");
    }

    ExampleLedger(Path place, String origin) {
        this.directory = place.resolve("ledger");
        this.signer = LogSigner.openOrGenerate(place.resolve("ledger.key"), origin);
        this.ledger = Ledger.open(directory, signer);
    }

    Path directory() {
        return directory;
    }

    VerifierKey key() {
        return signer.verifierKey();
    }

    ExampleLedger promise(String id, ProofKind proof) {
        return promise(new PromiseMade(
                POLICY,
                new PromiseId(id),
                FIGURES,
                Map.of(
                        Language.EN, "Nothing older than TLS 1.2 is spoken (" + id + ").",
                        Language.FR, "Rien de plus ancien que TLS 1.2 n’est parlé (" + id + ").",
                        Language.PL, "Nie mówimy niczym starszym niż TLS 1.2 (" + id + ")."),
                proof,
                FRESH,
                Scope.ALL,
                List.of()));
    }

    ExampleLedger promise(PromiseMade made) {
        promises.add(made.promise());
        append(made);
        return this;
    }

    ExampleLedger policy() {
        return policy(promises);
    }

    ExampleLedger policy(List<PromiseId> named) {
        append(new PolicyInForce(
                POLICY,
                new Vendor("Example Cloud", "security@example.com", "https://www.example.com/security"),
                List.of(Language.EN, Language.FR, Language.PL),
                named,
                START));
        return this;
    }

    ExampleLedger found(String id, State state, Instant finished) {
        return found(id, state, finished, State.BROKEN);
    }

    ExampleLedger found(String id, State state, Instant finished, State twin) {
        Json.Obj measured = state == State.UNPROVED
                ? Json.object().build()
                : Json.object()
                        .put("versions", Json.texts(List.of("1.2", "1.3")))
                        .put("handshakeMillis", 12)
                        .put("neverTranslated", true)
                        .build();
        append(new Evidence(
                new PromiseId(id),
                "tls-handshake",
                POLICY,
                state,
                measured,
                state == State.KEPT ? "" : "TLS 1.0 was answered by <b>the edge</b>.",
                FIGURES,
                ProofKind.OUTSIDE_PROBE,
                finished.minusSeconds(3),
                finished,
                finished.plus(FRESH),
                twin,
                Optional.empty()));
        return this;
    }

    long append(Leaf leaf) {
        return append(leaf.encode());
    }

    long append(byte[] entry) {
        return ledger.append(entry).index();
    }

    @Override
    public void close() {
        ledger.close();
    }
}
