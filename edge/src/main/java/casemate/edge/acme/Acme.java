package casemate.edge.acme;

import casemate.base.Wakeup;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeRateLimitedException;

/// Has a certificate for every name that is wanted, as far as the authority goes along. One thread does one thing at a
/// time; handshakes only read.
public final class Acme implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("casemate.edge");
    /// How late a due order may be noticed.
    private static final Duration LOOK = Duration.ofSeconds(5);
    /// RFC 9773 leaves it to us where the authority says nothing. A new certificate is not asked about sooner:
    /// an authority that wants everything renewed at once gets one order in this time, not a storm.
    private static final Duration ASK = Duration.ofHours(6);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    /// How one name stands, for those who watch.
    ///
    /// @param certificate empty as long as there is none
    /// @param trouble empty when nothing is wrong
    public record Report(String host, Optional<AcmeCertificate> certificate, String trouble) {}

    private final AcmeConfig config;
    private final AcmeStore store;
    private final AcmeClient client;
    private final AcmeChallenges challenges = new AcmeChallenges();
    private final Predicate<String> own;
    private final Clock clock;
    private final SecureRandom chance;
    private final Pace pace = new Pace();
    private final Wakeup wakeup = new Wakeup();
    private final Map<String, Standing> standings = new ConcurrentHashMap<>();
    private final Thread thread = Thread.ofVirtual().name("edge-acme").unstarted(this::run);
    private volatile Set<String> wanted = Set.of();

    /// @param directory its own
    /// @param address where the plain port for http-01 listens, if any
    /// @param platforms whether a name is the platform's; others must lead here by DNS before they are ordered
    public Acme(
            AcmeConfig config,
            Path directory,
            InetAddress address,
            Predicate<String> platforms,
            Clock clock,
            SecureRandom chance)
            throws IOException {
        this.config = config;
        this.own = platforms;
        this.clock = clock;
        this.chance = chance;
        this.store = new AcmeStore(directory, chance);
        this.client = new AcmeClient(config, store, challenges, address, clock);
    }

    public void start() {
        thread.start();
    }

    /// From now on exactly these names.
    public void want(Collection<String> hosts) {
        wanted = Set.copyOf(hosts);
        wakeup.ring();
    }

    /// A certificate that visitors can believe now.
    public Optional<AcmeCertificate> of(String host) {
        Standing standing = standings.get(host);
        return standing == null ? Optional.empty() : standing.certificate().filter(c -> c.valid(clock.instant()));
    }

    public AcmeChallenges challenges() {
        return challenges;
    }

    public List<Report> reports() {
        Instant now = clock.instant();
        return standings.entrySet().stream()
                .map(e -> new Report(e.getKey(), e.getValue().certificate(), trouble(e.getValue(), now)))
                .toList();
    }

    private static String trouble(Standing standing, Instant now) {
        boolean late = standing.certificate()
                .filter(c -> now.isAfter(c.latest().plus(ASK)))
                .isPresent();
        return standing.trouble().isEmpty() && late ? "less than a third of its life is left" : standing.trouble();
    }

    private void run() {
        try {
            while (true) {
                long seen = wakeup.count();
                turn();
                wakeup.await(seen, LOOK);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Does all that is due now.
    void turn() throws InterruptedException {
        Set<String> hosts = wanted;
        standings.keySet().retainAll(hosts);
        for (String host : hosts) {
            Standing standing = standings.computeIfAbsent(host, this::known);
            if (standing.askDue(clock.instant())) {
                standing = asked(host, standing);
                standings.put(host, standing);
            }
            if (standing.orderDue(clock.instant())) {
                order(host, standing);
            }
        }
    }

    private Standing known(String host) {
        try {
            return store.certificate(host)
                    .map(kept -> Standing.with(kept, Instant.MIN))
                    .orElseGet(Standing::without);
        } catch (IOException e) {
            return Standing.without();
        }
    }

    /// An authority that says nothing, or cannot be reached, leaves the renewal where it was.
    private Standing asked(String host, Standing standing) {
        AcmeCertificate certificate = standing.certificate().orElseThrow();
        Instant next = clock.instant().plus(ASK);
        try {
            Optional<AcmeRules.Window> window = client.window(certificate);
            Instant renewal = window.isEmpty() || window.equals(standing.window())
                    ? standing.renewAt()
                    : AcmeRules.renewal(window.get(), certificate.latest(), chance);
            return standing.planned(window, renewal, next);
        } catch (AcmeException | IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.INFO, "no word on when to renew {0}: {1}", host, e.getMessage());
            return standing.planned(standing.window(), standing.renewAt(), next);
        }
    }

    private void order(String host, Standing standing) throws InterruptedException {
        Optional<String> elsewhere = own.test(host)
                ? Optional.empty()
                : new AddressCheck(config.addresses()).fault(host, InetAddress::getAllByName);
        if (elsewhere.isPresent()) {
            failed(host, standing, elsewhere.get(), true, Optional.empty());
            return;
        }
        if (!pace.take(clock.instant())) {
            return;
        }
        // The other way at every second try, where there are two.
        boolean plainly = config.plainPort().isPresent() == (standing.failures() % 2 == 0);
        try {
            AcmeCertificate issued = client.issue(host, standing.certificate(), plainly);
            standings.put(host, Standing.with(issued, clock.instant().plus(ASK)));
            LOG.log(System.Logger.Level.INFO, "{0} has a certificate until {1}", host, issued.until());
        } catch (AcmeRateLimitedException e) {
            failed(host, standing, String.valueOf(e.getMessage()), true, e.getRetryAfter());
        } catch (AcmeNetworkException e) {
            failed(host, standing, "the authority was not reached: " + e.getCause(), false, Optional.empty());
        } catch (AcmeException | IOException | GeneralSecurityException | RuntimeException e) {
            failed(host, standing, String.valueOf(e.getMessage()), true, Optional.empty());
        }
    }

    private void failed(String host, Standing standing, String why, boolean reached, Optional<Instant> notBefore) {
        Instant retry = clock.instant().plus(AcmeRules.pause(standing.failures() + 1, reached, chance));
        Instant later = notBefore.filter(retry::isBefore).orElse(retry);
        standings.put(host, standing.failed(why, later));
        LOG.log(
                System.Logger.Level.WARNING,
                "no certificate for {0}: {1}; next try at {2}",
                host,
                why,
                later.toString());
    }

    @Override
    public void close() {
        thread.interrupt();
        client.close();
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        try {
            thread.join(STOP_LIMIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
