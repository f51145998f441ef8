package casemate.edge;

import casemate.base.Json;
import casemate.promise.Cadence;
import casemate.promise.Finding;
import casemate.wire.Route;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// EDG-2, certificates that never run out: shakes hands for the names served and looks how much of each certificate's
/// life is left, so that one that was not renewed is caught while visitors still believe it.
final class CertificateLifeDrill extends EdgeDrill {
    /// Names of one run, by chance when there are more: at three handshakes a second a minute is enough.
    private static final int MAX_NAMES = 200;
    /// Renewal is due when a third is left, and has until a quarter is left to succeed.
    private static final int LEAST_SHARE = 4;

    private final RandomGenerator chance;
    private final Clock clock;

    /// @param real the edge with a name that it serves now, or empty while it serves none
    CertificateLifeDrill(Supplier<Optional<EdgeTarget>> real, RandomGenerator chance, Clock clock) {
        super(
                outside(
                        TlsDrill.PROMISE,
                        "certificates-renewed",
                        new Cadence(Duration.ofHours(1), Duration.ofHours(3))),
                real);
        this.chance = chance;
        this.clock = clock;
    }

    /// A name that does not answer proves nothing: a customer's own domain has no certificate before its first order.
    @Override
    public Finding attempt(EdgeTarget target) {
        int seen = 0;
        int silent = 0;
        int unbelievable = 0;
        int late = 0;
        long leastDays = Long.MAX_VALUE;
        for (String host : names(target)) {
            try {
                X509Certificate certificate = new Stranger(target.at(host), chance)
                        .visit("TLSv1.3", List.of())
                        .certificate();
                seen++;
                late += late(certificate) ? 1 : 0;
                leastDays = Math.min(leastDays, daysLeft(certificate));
            } catch (IOException e) {
                boolean refused = TlsDrill.certificateRefused(e);
                unbelievable += refused ? 1 : 0;
                silent += refused ? 0 : 1;
            }
        }
        if (seen + unbelievable == 0) {
            return new Finding.Unproved("No name was answered with a certificate.");
        }
        Json.Obj measured = Json.object()
                .put("namesSeen", seen)
                .put("namesSilent", silent)
                .put("certificatesUnbelievable", unbelievable)
                .put("certificatesLate", late)
                .put("leastDaysLeft", seen == 0 ? 0 : leastDays)
                .build();
        if (unbelievable > 0) {
            return new Finding.Broken(measured, "A certificate does not verify, or has expired.");
        }
        return late > 0
                ? new Finding.Broken(
                        measured, "A certificate was not renewed: less than a quarter of its life is left.")
                : new Finding.Kept(measured);
    }

    private List<String> names(EdgeTarget target) {
        List<String> names = new ArrayList<>(target.routes().all().stream()
                .filter(route -> route.rules().listener().isEmpty())
                .map(Route::host)
                .toList());
        Collections.shuffle(names, Random.from(chance));
        return names.subList(0, Math.min(names.size(), MAX_NAMES));
    }

    private boolean late(X509Certificate certificate) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        return clock.instant().isAfter(until.minus(Duration.between(from, until).dividedBy(LEAST_SHARE)));
    }

    private long daysLeft(X509Certificate certificate) {
        return Duration.between(clock.instant(), certificate.getNotAfter().toInstant())
                .toDays();
    }
}
