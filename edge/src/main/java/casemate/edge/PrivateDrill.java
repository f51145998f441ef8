package casemate.edge;

import casemate.base.Json;
import casemate.promise.Cadence;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.ProofKind;
import casemate.wire.Defence;
import casemate.wire.RouteRules;
import java.io.IOException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;

/// INS-4, the private offering: lends two names, one to the shared listener and one to a private listener, and wants
/// each served where it belongs, with its own certificate, and refused at the other listener as if nobody had it. An
/// edge without a private listener must refuse the private name; that it can be served is then shown on a second edge.
final class PrivateDrill extends EdgeDrill {
    private static final String LATEST = "TLSv1.3";

    private final RandomGenerator chance;

    /// @param real the edge with a name that it serves now, or empty while it serves none
    PrivateDrill(Supplier<Optional<EdgeTarget>> real, RandomGenerator chance) {
        // An inside probe: it lends itself the names, as no stranger can.
        super(
                new DrillCard(
                        Places.PROMISE,
                        "private-offering",
                        new Cadence(Duration.ofHours(6), Duration.ofHours(18)),
                        ProofKind.INSIDE_PROBE),
                real);
        this.chance = chance;
    }

    /// What a visitor meets at one listener under one name.
    private enum Met {
        SERVED,
        /// Another page or another certificate than the name's own.
        OTHERWISE,
        /// The handshake ended without a certificate.
        REFUSED,
        /// Nobody was there to answer.
        NOTHING
    }

    @Override
    public Finding attempt(EdgeTarget target) throws InterruptedException {
        boolean own = !target.apart().isEmpty();
        try (StandIn application = StandIn.open("the drill's own")) {
            Finding found = attempt(target, application, own);
            if (own || !(found instanceof Finding.Kept)) {
                return found;
            }
            try (EdgeTarget second = Canary.with(Defence.USUAL)) {
                return attempt(second, application, false);
            }
        } catch (IOException _) {
            return new Finding.Unproved("The drill's own application could not be put up.");
        }
    }

    /// @param own whether the edge that is real has a private listener
    private Finding attempt(EdgeTarget edge, StandIn application, boolean own) {
        Optional<PrivateListener> apart = edge.apart().stream().findFirst();
        RouteRules open = EdgeTarget.UNSHIELDED;
        String name = apart.map(PrivateListener::name).orElse("drill");
        try (EdgeTarget shared = edge.lend(List.of(application.upstream()), open, chance);
                EdgeTarget hidden = edge.lend(List.of(application.upstream()), open.at(name), chance)) {
            Met sharedOnShared = met(shared);
            if (sharedOnShared != Met.SERVED) {
                return new Finding.Unproved("The shared name was not served, so a refusal elsewhere proves nothing.");
            }
            Met hiddenOnShared = met(hidden);
            Optional<Met> hiddenOnOwn = apart.map(at -> met(hidden.at(at)));
            Optional<Met> sharedOnOwn = apart.map(at -> met(shared.at(at)));
            Json.Builder measured = Json.object()
                    .put("ownListener", own)
                    .put("sharedServed", true)
                    .put("privateRefusedOnShared", hiddenOnShared == Met.REFUSED);
            hiddenOnOwn.ifPresent(it -> measured.put("privateServed", it == Met.SERVED));
            sharedOnOwn.ifPresent(it -> measured.put("sharedRefusedOnPrivate", it == Met.REFUSED));
            if (hiddenOnShared == Met.NOTHING
                    || sharedOnOwn.filter(Met.NOTHING::equals).isPresent()) {
                return new Finding.Unproved("A listener did not answer at all, so nothing can be said of it.");
            }
            List<String> faults = new ArrayList<>();
            if (hiddenOnShared != Met.REFUSED) {
                faults.add("A private name is served on the shared listener.");
            }
            if (hiddenOnOwn.filter(it -> it != Met.SERVED).isPresent()) {
                faults.add("A private name is not served on its own listener with its own certificate.");
            }
            if (sharedOnOwn.filter(it -> it != Met.REFUSED).isPresent()) {
                faults.add("A shared name is served on a private listener.");
            }
            return faults.isEmpty()
                    ? new Finding.Kept(measured.build())
                    : new Finding.Broken(measured.build(), String.join(" ", faults));
        }
    }

    private Met met(EdgeTarget at) {
        try {
            Stranger.Visit visit = new Stranger(at, chance).visit(LATEST, List.of());
            return visit.head().startsWith("HTTP/1.1 200 ") && onlyFor(visit.certificate(), at.host())
                    ? Met.SERVED
                    : Met.OTHERWISE;
        } catch (SSLException e) {
            return e.getMessage() != null && e.getMessage().contains("fatal alert") ? Met.REFUSED : Met.OTHERWISE;
        } catch (IOException _) {
            return Met.NOTHING;
        }
    }

    /// Whether a certificate names this host and no other.
    private static boolean onlyFor(X509Certificate certificate, String host) {
        try {
            return certificate.getSubjectAlternativeNames() != null
                    && certificate.getSubjectAlternativeNames().stream().allMatch(name -> host.equals(name.get(1)));
        } catch (CertificateParsingException _) {
            return false;
        }
    }
}
