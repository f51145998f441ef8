package casemate.control.openid;

import casemate.base.Refusal;
import casemate.control.fetch.Fetch;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.ClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.LogoutTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The door of this room: sends a browser to a customer's provider, and makes of its answer somebody, or a refusal. The
/// protocol is the library's; which of its ways are taken is decided here.
public final class OpenIdClient {
    /// Signatures with a key that only the provider has. Without `none` and without HMAC there is nothing to confuse
    /// them with.
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    /// How far a provider's clock may be from ours.
    static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    /// OpenID Connect Core 1.0, 2: no longer than 255 characters.
    private static final int MAX_SUBJECT = 255;

    private static final int MAX_TOKEN = 32 << 10;
    private static final int MAX_PARAMETER = 4 << 10;
    private static final String GROUPS = "groups";

    private final OpenIdProviders providers;
    private final FetchSender sender;

    public OpenIdClient(Fetch fetch, Clock clock) {
        this.providers = new OpenIdProviders(fetch, clock);
        this.sender = new FetchSender(fetch);
    }

    /// Looks whether this can be a provider at all.
    ///
    /// @throws Refusal one line about what is wrong with it
    public void look(String issuer) {
        providers.of(issuer);
    }

    /// Where the browser goes to sign in.
    ///
    /// @param hint the address that the person typed
    public URI address(OpenIdRegistration registration, OpenIdAsk ask, Optional<String> hint) {
        OIDCProviderMetadata provider = providers.of(registration.issuer()).metadata();
        Scope scope = new Scope("openid", "email", "profile");
        if (Optional.ofNullable(provider.getScopes())
                .filter(s -> s.contains(GROUPS))
                .isPresent()) {
            scope.add(GROUPS);
        }
        var request = new AuthenticationRequest.Builder(
                        ResponseType.CODE, scope, new ClientID(registration.clientId()), registration.redirect())
                .endpointURI(provider.getAuthorizationEndpointURI())
                .state(new State(ask.state()))
                .nonce(new Nonce(ask.nonce()))
                .codeChallenge(verifier(ask), CodeChallengeMethod.S256);
        hint.ifPresent(request::loginHint);
        return request.build().toURI();
    }

    /// Makes somebody of a provider's answer, whose `state` has been found to be that of this ask.
    ///
    /// @throws Refusal `sign-on-refused` with the reason in one line
    public OpenIdIdentity redeem(OpenIdRegistration registration, OpenIdAsk ask, Map<String, String> answer) {
        OpenIdProvider provider = providers.of(registration.issuer());
        rightProvider(provider.metadata(), answer);
        if (answer.containsKey("error")) {
            throw refused("the provider said " + plain(answer.getOrDefault("error", "")));
        }
        String code = answer.getOrDefault("code", "");
        if (code.isEmpty() || code.length() > MAX_PARAMETER) {
            throw refused("the answer has no code");
        }
        OIDCTokens tokens = tokens(provider.metadata(), registration, ask, code);
        IDTokenClaimsSet claims = verified(provider, registration, ask, tokens.getIDToken());
        return identity(provider.metadata(), registration, claims, tokens);
    }

    /// Reads a logout token (OpenID Connect Back-Channel Logout 1.0).
    ///
    /// @throws Refusal `sign-on-refused`
    public OpenIdLogout logout(OpenIdRegistration registration, String token) {
        OpenIdProvider provider = providers.of(registration.issuer());
        LogoutTokenValidator validator = new LogoutTokenValidator(
                new Issuer(registration.issuer()),
                new ClientID(registration.clientId()),
                false,
                selector(provider),
                null);
        validator.setMaxClockSkew((int) CLOCK_SKEW.toSeconds());
        try {
            LogoutTokenClaimsSet claims = validator.validate(jwt(token));
            return new OpenIdLogout(
                    claims.getJWTID().getValue(),
                    claims.getExpirationTime().toInstant().plus(CLOCK_SKEW),
                    Optional.ofNullable(claims.getSubject()).map(Object::toString),
                    Optional.ofNullable(claims.getSessionID()).map(Object::toString));
        } catch (BadJOSEException | JOSEException e) {
            throw refused("the logout token does not hold: " + plain(e.getMessage()));
        }
    }

    /// Where the browser goes to sign out there too (OpenID Connect RP-Initiated Logout 1.0); empty where the provider
    /// has no such place or does not answer: nobody is kept signed in for that.
    public Optional<URI> signOut(OpenIdRegistration registration, String idToken, URI back) {
        try {
            return Optional.ofNullable(
                            providers.of(registration.issuer()).metadata().getEndSessionEndpointURI())
                    .filter(e -> "https".equals(e.getScheme()) || "http".equals(e.getScheme()))
                    .map(e -> new LogoutRequest(
                                    e, jwt(idToken), null, new ClientID(registration.clientId()), back, null, null)
                            .toURI());
        } catch (Refusal _) {
            return Optional.empty();
        }
    }

    /// An answer of one provider that is handed to us as another's (RFC 9207). Each connection has a redirect
    /// of its own as well, for providers that do not say who they are.
    private static void rightProvider(OIDCProviderMetadata provider, Map<String, String> answer) {
        String said = answer.getOrDefault("iss", "");
        boolean must = provider.supportsAuthorizationResponseIssuerParam();
        if (said.isEmpty() ? must : !said.equals(provider.getIssuer().getValue())) {
            throw refused("the answer is another provider's");
        }
    }

    private OIDCTokens tokens(
            OIDCProviderMetadata provider, OpenIdRegistration registration, OpenIdAsk ask, String code) {
        try {
            TokenRequest request = new TokenRequest.Builder(
                            provider.getTokenEndpointURI(),
                            authentication(provider, registration),
                            new AuthorizationCodeGrant(
                                    new AuthorizationCode(code), registration.redirect(), verifier(ask)))
                    .build();
            HTTPResponse response = request.toHTTPRequest().send(sender);
            TokenResponse parsed = OIDCTokenResponseParser.parse(response);
            if (!parsed.indicatesSuccess()) {
                throw refused("the provider did not take the code: "
                        + plain(Optional.ofNullable(parsed.toErrorResponse().getErrorObject())
                                .map(ErrorObject::getCode)
                                .orElse("no reason given")));
            }
            OIDCTokens tokens = (OIDCTokens) parsed.toSuccessResponse().getTokens();
            if (tokens.getIDToken() == null) {
                throw refused("the provider gave no ID token");
            }
            return tokens;
        } catch (ParseException | IOException | ClassCastException _) {
            throw refused("the provider's tokens cannot be read");
        }
    }

    private static IDTokenClaimsSet verified(
            OpenIdProvider provider, OpenIdRegistration registration, OpenIdAsk ask, JWT token) {
        IDTokenValidator validator = new IDTokenValidator(
                new Issuer(registration.issuer()), new ClientID(registration.clientId()), selector(provider), null);
        validator.setMaxClockSkew((int) CLOCK_SKEW.toSeconds());
        try {
            if (token.serialize().length() > MAX_TOKEN) {
                throw refused("the ID token is too long");
            }
            IDTokenClaimsSet claims = validator.validate(token, new Nonce(ask.nonce()));
            forUs(claims, registration);
            return claims;
        } catch (BadJOSEException | JOSEException | IllegalStateException e) {
            throw refused("the ID token does not hold: " + plain(e.getMessage()));
        }
    }

    /// OpenID Connect Core 1.0, 3.1.3.7, 4 and 5, which the library leaves to us: a token that others may read
    /// too says that it was made for us.
    private static void forUs(IDTokenClaimsSet claims, OpenIdRegistration registration) {
        Optional<String> party =
                Optional.ofNullable(claims.getAuthorizedParty()).map(Object::toString);
        if (party.isPresent()
                ? party.filter(registration.clientId()::equals).isEmpty()
                : claims.getAudience().size() > 1) {
            throw refused("the ID token was made for another party");
        }
    }

    private OpenIdIdentity identity(
            OIDCProviderMetadata provider,
            OpenIdRegistration registration,
            IDTokenClaimsSet claims,
            OIDCTokens tokens) {
        String subject = claims.getSubject().getValue();
        if (subject.isBlank() || subject.length() > MAX_SUBJECT) {
            throw refused("the ID token names nobody");
        }
        ClaimsSet told = claims.getStringClaim("email") == null
                ? userInfo(provider, tokens, subject).orElse(claims)
                : claims;
        Optional<List<String>> groups = OpenIdClaims.groups(claims, registration.groupsClaim());
        return new OpenIdIdentity(
                subject,
                Optional.ofNullable(told.getStringClaim("email")),
                OpenIdClaims.denies(told, "email_verified"),
                groups.or(() -> OpenIdClaims.groups(told, registration.groupsClaim()))
                        .orElse(List.of()),
                Optional.ofNullable(claims.getStringClaim("sid")),
                tokens.getIDTokenString());
    }

    /// More about the same person; empty where there is nothing to be had.
    private Optional<ClaimsSet> userInfo(OIDCProviderMetadata provider, OIDCTokens tokens, String subject) {
        URI endpoint = provider.getUserInfoEndpointURI();
        if (endpoint == null || !(tokens.getAccessToken() instanceof BearerAccessToken token)) {
            return Optional.empty();
        }
        try {
            UserInfoResponse response = UserInfoResponse.parse(
                    new UserInfoRequest(endpoint, token).toHTTPRequest().send(sender));
            if (!response.indicatesSuccess() || response.toSuccessResponse().getUserInfo() == null) {
                return Optional.empty();
            }
            var info = response.toSuccessResponse().getUserInfo();
            if (!subject.equals(info.getSubject().getValue())) {
                throw refused("the provider speaks of two people at once");
            }
            return Optional.of(info);
        } catch (ParseException | IOException _) {
            return Optional.empty();
        }
    }

    private static ClientAuthentication authentication(OIDCProviderMetadata provider, OpenIdRegistration registration) {
        ClientID id = new ClientID(registration.clientId());
        Secret secret = new Secret(registration.secret().revealText());
        @Nullable List<ClientAuthenticationMethod> methods = provider.getTokenEndpointAuthMethods();
        boolean basic = methods == null || methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
        return basic ? new ClientSecretBasic(id, secret) : new ClientSecretPost(id, secret);
    }

    private static JWSVerificationKeySelector<SecurityContext> selector(OpenIdProvider provider) {
        return new JWSVerificationKeySelector<>(ALGORITHMS, provider.keys());
    }

    private static CodeVerifier verifier(OpenIdAsk ask) {
        return new CodeVerifier(ask.verifier().revealText());
    }

    private static JWT jwt(String token) {
        if (token.length() > MAX_TOKEN) {
            throw refused("the token is too long");
        }
        try {
            return JWTParser.parse(token);
        } catch (java.text.ParseException _) {
            throw refused("that is no token");
        }
    }

    /// What a stranger said, fit for one line.
    private static String plain(@Nullable String said) {
        return OpenIdClaims.plain(Optional.ofNullable(said).orElse("nothing"));
    }

    private static Refusal refused(String why) {
        return Refusal.forbidden("sign-on-refused", "Nobody was signed in: " + why + ".");
    }
}
