package casemate.control.client;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.control.instance.Blueprint.SignOn;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.web.Site;
import casemate.wire.PodOrder.Wanted;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/// Every instance whose application signs people in by OpenID Connect is a client, as long as it lives. Its secret is
/// derived ([ClientSecrets]), its address is the instance's own.
final class Clients implements RegisteredClientRepository {
    /// From the portal's redirect to the application's next request.
    private static final Duration CODE_LIFE = Duration.ofSeconds(60);
    /// Opens nothing: what the application learns is in the ID token.
    private static final Duration ACCESS_LIFE = Duration.ofMinutes(5);

    private static final Actor ISSUER = new Actor.Program("issuer");

    private final Instances instances;
    private final ClientSecrets secrets;
    private final Site site;

    Clients(Instances instances, ClientSecrets secrets, Site site) {
        this.instances = instances;
        this.secrets = secrets;
        this.site = site;
    }

    @Override
    public void save(RegisteredClient client) {
        throw new UnsupportedOperationException("clients are instances");
    }

    @Override
    public @Nullable RegisteredClient findById(String id) {
        return findByClientId(id);
    }

    @Override
    public @Nullable RegisteredClient findByClientId(String id) {
        return instance(id).map(this::client).orElse(null);
    }

    /// The living instance that this client is.
    Optional<Instance> instance(String id) {
        try {
            return Optional.of(instances.get(new InstanceId(id), ISSUER))
                    .filter(i -> i.erased().isEmpty() && i.wanted() != Wanted.ERASED)
                    .filter(i -> instances.signOn(i) == SignOn.OIDC);
        } catch (Refusal _) {
            return Optional.empty();
        }
    }

    private RegisteredClient client(Instance instance) {
        String origin = site.originAt(instance.listener(), instance.host());
        return RegisteredClient.withId(instance.id().value())
                .clientId(instance.id().value())
                .clientSecret(SecretDigest.of(secrets.counting(instance.id())))
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(origin + instances.callback(instance))
                .postLogoutRedirectUri(origin + "/")
                .scope(OidcScopes.OPENID)
                .scope(OidcScopes.PROFILE)
                .scope(OidcScopes.EMAIL)
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(true)
                        .requireAuthorizationConsent(false)
                        .build())
                .tokenSettings(TokenSettings.builder()
                        .authorizationCodeTimeToLive(CODE_LIFE)
                        .accessTokenTimeToLive(ACCESS_LIFE)
                        .accessTokenFormat(OAuth2TokenFormat.REFERENCE)
                        .idTokenSignatureAlgorithm(SignatureAlgorithm.ES256)
                        .build())
                .build();
    }
}
