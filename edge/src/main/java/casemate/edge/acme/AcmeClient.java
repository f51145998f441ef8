package casemate.edge.acme;

import casemate.base.TlsPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.OrderBuilder;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.RenewalInfo;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.provider.GenericAcmeProvider;
import org.shredzone.acme4j.util.KeyPairUtils;

/// Speaks with one authority. Every step is on disk before the next, so that an order goes on where it was.
final class AcmeClient implements AutoCloseable {
    /// One request.
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /// One step of an order; what is not done by then goes on at the next try.
    private static final Duration STEP = Duration.ofSeconds(60);

    private static final int CHALLENGE_KEY_BITS = 2_048;
    private static final int MAX_SAID_CHARS = 200;

    private final AcmeConfig config;
    private final AcmeStore store;
    private final AcmeChallenges challenges;
    private final InetAddress plainAddress;
    private final Clock clock;
    private final Session session;
    private @Nullable Login login;

    AcmeClient(AcmeConfig config, AcmeStore store, AcmeChallenges challenges, InetAddress plainAddress, Clock clock) {
        this.config = config;
        this.store = store;
        this.challenges = challenges;
        this.plainAddress = plainAddress;
        this.clock = clock;
        this.session = new Session(config.directory(), new Trusting(config.roots()));
        this.session.networkSettings().setTimeout(PATIENCE);
    }

    /// Orders a certificate, or goes on with an order that was placed before.
    ///
    /// @param plainly prove the name by http-01 instead of tls-alpn-01
    AcmeCertificate issue(String host, Optional<AcmeCertificate> replaced, boolean plainly)
            throws AcmeException, IOException, GeneralSecurityException, InterruptedException {
        AcmeStore.Placed placed = goneOnWith(host).orElse(null);
        if (placed == null) {
            placed = place(host, replaced);
        }
        Order order = login().bindOrder(placed.order().toURL());
        order.fetch();
        for (Authorization authorization : order.getAuthorizations()) {
            if (authorization.getStatus() != Status.VALID) {
                prove(host, authorization, plainly);
            }
        }
        demand(order, order.waitUntilReady(STEP));
        if (order.getStatus() == Status.READY) {
            order.execute(placed.key());
        }
        demand(order, order.waitForCompletion(STEP));
        AcmeCertificate issued = new AcmeCertificate(
                host, placed.key().getPrivate(), order.getCertificate().getCertificateChain());
        Optional<String> fault = issued.fault(placed.key().getPublic(), TlsPolicy.modern(), clock.instant());
        if (fault.isPresent()) {
            store.dropOrder(host);
            throw new AcmeException("the certificate " + fault.get() + " and was refused");
        }
        store.keep(issued);
        return issued;
    }

    /// When the authority would like a certificate renewed; empty when it does not say.
    Optional<AcmeRules.Window> window(AcmeCertificate certificate) throws AcmeException, IOException {
        if (session.resourceUrlOptional(Resource.RENEWAL_INFO).isEmpty()) {
            return Optional.empty();
        }
        RenewalInfo info = login().bindRenewalInfo(certificate.certificate());
        info.fetch();
        return Optional.of(new AcmeRules.Window(info.getSuggestedWindowStart(), info.getSuggestedWindowEnd()));
    }

    private Login login() throws AcmeException, IOException {
        Login known = login;
        if (known == null) {
            known = new AccountBuilder()
                    .addEmail(config.contact())
                    .agreeToTermsOfService()
                    .useKeyPair(store.account())
                    .createLogin(session);
            login = known;
        }
        return known;
    }

    private Optional<AcmeStore.Placed> goneOnWith(String host) throws AcmeException, IOException {
        Optional<AcmeStore.Placed> placed = store.order(host);
        if (placed.isEmpty()) {
            return placed;
        }
        try {
            Order order = login().bindOrder(placed.get().order().toURL());
            order.fetch();
            if (order.getStatus() != Status.INVALID) {
                return placed;
            }
        } catch (AcmeException _) {
            // Expired and forgotten there, or of another authority: a new order tells.
        }
        store.dropOrder(host);
        return Optional.empty();
    }

    private AcmeStore.Placed place(String host, Optional<AcmeCertificate> replaced) throws AcmeException, IOException {
        OrderBuilder order = login().newOrder().domain(host);
        if (replaced.isPresent()
                && session.resourceUrlOptional(Resource.RENEWAL_INFO).isPresent()) {
            order.replaces(replaced.get().certificate());
        }
        AcmeStore.Placed placed =
                new AcmeStore.Placed(URI.create(order.create().getLocation().toString()), store.newKey());
        store.keep(host, placed);
        return placed;
    }

    private void prove(String host, Authorization authorization, boolean plainly)
            throws AcmeException, IOException, InterruptedException {
        if (plainly && config.plainPort().isPresent()) {
            Http01Challenge challenge = challenge(authorization, Http01Challenge.class);
            try (PlainPort _ = PlainPort.open(plainAddress, config.plainPort().getAsInt(), challenges);
                    AcmeChallenges.Awaited _ = challenges.await(challenge.getToken(), challenge.getAuthorization())) {
                await(host, challenge);
            }
        } else {
            TlsAlpn01Challenge challenge = challenge(authorization, TlsAlpn01Challenge.class);
            // The library signs this throwaway certificate by RSA and nothing else.
            KeyPair key = KeyPairUtils.createKeyPair(CHALLENGE_KEY_BITS);
            var certificate = challenge.createCertificate(key, Identifier.dns(host));
            try (AcmeChallenges.Awaited _ = challenges.await(host, key.getPrivate(), certificate)) {
                await(host, challenge);
            }
        }
    }

    private void await(String host, Challenge challenge) throws AcmeException, IOException, InterruptedException {
        challenge.trigger();
        if (challenge.waitForCompletion(STEP) != Status.VALID) {
            store.dropOrder(host);
            throw new AcmeException("the authority could not see the answer to its challenge: "
                    + challenge.getError().map(AcmeClient::said).orElse("no reason given"));
        }
    }

    private static <C extends Challenge> C challenge(Authorization authorization, Class<C> type) throws AcmeException {
        return authorization
                .findChallenge(type)
                .orElseThrow(() -> new AcmeException("the authority does not offer a challenge that can be answered"));
    }

    private static void demand(Order order, Status reached) throws AcmeException {
        if (reached == Status.INVALID) {
            throw new AcmeException("the order was refused: "
                    + order.getError().map(AcmeClient::said).orElse("no reason given"));
        }
    }

    /// What an authority wrote, made fit for one line of ours.
    private static String said(Problem problem) {
        String said = problem.getDetail().orElse("no reason given").replaceAll("[^\\x20-\\x7e]", "?");
        return said.length() > MAX_SAID_CHARS ? said.substring(0, MAX_SAID_CHARS) : said;
    }

    @Override
    public void close() {
        session.getHttpClient().shutdownNow();
    }

    /// Reaches the authority by the platform's own TLS, trusting its root besides the usual ones.
    private static final class Trusting extends GenericAcmeProvider {
        private final String roots;

        Trusting(String roots) {
            this.roots = roots;
        }

        @Override
        public HttpClient createHttpClient(NetworkSettings settings) {
            var tls = TrustedRoots.and(roots);
            var parameters = tls.getDefaultSSLParameters();
            parameters.setProtocols(TlsPolicy.modern().versions().toArray(String[]::new));
            parameters.setCipherSuites(TlsPolicy.modern().suites().toArray(String[]::new));
            return HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(settings.getTimeout())
                    .sslContext(tls)
                    .sslParameters(parameters)
                    .build();
        }
    }
}
