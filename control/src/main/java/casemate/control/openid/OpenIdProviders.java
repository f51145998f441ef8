package casemate.control.openid;

import casemate.base.Refusal;
import casemate.control.fetch.Answer;
import casemate.control.fetch.Fetch;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Finds out where a provider's endpoints and keys are (OpenID Connect Discovery 1.0), and remembers it for a while.
final class OpenIdProviders {
    /// Providers turn their keys far more rarely, and announce new ones before use.
    static final Duration REMEMBERED = Duration.ofMinutes(10);

    /// Two key sets at most in such a time, however many tokens with unknown keys arrive.
    static final Duration KEYS_APART = Duration.ofSeconds(30);

    /// Waiting for another thread's request for the same keys.
    private static final Duration KEYS_WAIT = Duration.ofSeconds(10);

    /// A few kilobytes each.
    private static final int MOST = 500;

    private final Fetch fetch;
    private final FetchSender sender;
    private final Clock clock;
    private final Map<String, OpenIdProvider> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, OpenIdProvider> eldest) {
            return size() > MOST;
        }
    };

    OpenIdProviders(Fetch fetch, Clock clock) {
        this.fetch = fetch;
        this.sender = new FetchSender(fetch);
        this.clock = clock;
    }

    OpenIdProvider of(String issuer) {
        synchronized (known) {
            Optional<OpenIdProvider> fresh =
                    Optional.ofNullable(known.get(issuer)).filter(p -> p.until().isAfter(clock.instant()));
            if (fresh.isPresent()) {
                return fresh.get();
            }
        }
        OpenIdProvider asked = ask(issuer);
        synchronized (known) {
            known.put(issuer, asked);
        }
        return asked;
    }

    /// @throws Refusal `provider-unfit` for one that is not as a provider should be
    private OpenIdProvider ask(String issuer) {
        fetch.check(issuer);
        try {
            Answer answer = fetch.get(
                    OIDCProviderMetadata.resolveURL(new Issuer(issuer)).toURI());
            if (!answer.ok()) {
                throw unfit("there is no OpenID configuration at this address (status " + answer.status() + ")");
            }
            OIDCProviderMetadata told = OIDCProviderMetadata.parse(answer.text());
            if (!told.getIssuer().getValue().equals(issuer)) {
                throw unfit("it calls itself by another address");
            }
            for (URI endpoint :
                    new URI[] {told.getAuthorizationEndpointURI(), told.getTokenEndpointURI(), told.getJWKSetURI()}) {
                fetch.check(Optional.ofNullable(endpoint)
                        .orElseThrow(() -> unfit("an endpoint is missing"))
                        .toString());
            }
            JWKSource<SecurityContext> keys = JWKSourceBuilder.create(
                            told.getJWKSetURI().toURL(), sender)
                    .cache(REMEMBERED.toMillis(), KEYS_WAIT.toMillis())
                    .refreshAheadCache(false)
                    .rateLimited(KEYS_APART.toMillis())
                    .build();
            return new OpenIdProvider(told, keys, clock.instant().plus(REMEMBERED));
        } catch (GeneralException | MalformedURLException | URISyntaxException | IllegalArgumentException _) {
            throw unfit("its OpenID configuration cannot be read");
        }
    }

    private static Refusal unfit(String why) {
        return Refusal.invalid("provider-unfit", "That is not a provider we can use: " + why + ".");
    }
}
