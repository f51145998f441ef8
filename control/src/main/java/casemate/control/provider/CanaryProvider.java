package casemate.control.provider;

import casemate.base.Json;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An OpenID provider as small as can be, on the loopback address, for as long as a drill takes: it signs in whom it is
/// told to, without asking, unless they are disabled.
final class CanaryProvider implements AutoCloseable {
    static final String CLIENT = "casemate";
    static final String SECRET = "the canary's own secret";
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final int MAX_FORM = 16 << 10;

    /// Somebody whom this provider knows.
    record User(String subject, String email, List<String> groups) {}

    private record Grant(User user, String nonce, String challenge) {}

    private final HttpServer server;
    private final ECKey key;
    private final Clock clock;
    private final Set<String> disabled = ConcurrentHashMap.newKeySet();
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private volatile UnaryOperator<String> tokens = token -> token;
    private volatile UnaryOperator<JWTClaimsSet> claims = set -> set;

    private CanaryProvider(HttpServer server, ECKey key, Clock clock) {
        this.server = server;
        this.key = key;
        this.clock = clock;
    }

    static CanaryProvider start(Clock clock) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            ECKey key = new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
            CanaryProvider provider = new CanaryProvider(server, key, clock);
            server.createContext("/", provider::answer);
            server.start();
            return provider;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    ECKey key() {
        return key;
    }

    void disable(User user) {
        disabled.add(user.subject());
    }

    /// Has the next tokens say something else.
    void saying(UnaryOperator<JWTClaimsSet> changed) {
        claims = changed;
    }

    /// Has the next tokens be something else.
    void giving(UnaryOperator<String> changed) {
        tokens = changed;
    }

    /// What a browser brings back that went to this address, and whose person signs in.
    Map<String, String> visit(URI address, User user) {
        Map<String, String> asked = single(address.getRawQuery());
        String state = asked.getOrDefault("state", "");
        if (disabled.contains(user.subject())) {
            return Map.of("state", state, "error", "access_denied", "iss", issuer());
        }
        String code = UUID.randomUUID().toString();
        grants.put(code, new Grant(user, asked.getOrDefault("nonce", ""), asked.getOrDefault("code_challenge", "")));
        return Map.of("state", state, "code", code, "iss", issuer());
    }

    /// The provider's word that somebody is signed out there.
    String logoutToken(User user) {
        Instant now = clock.instant();
        return signed(new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(CLIENT)
                .subject(user.subject())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .jwtID(UUID.randomUUID().toString())
                .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()))
                .build());
    }

    String signed(JWTClaimsSet set) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID(key.getKeyID())
                            .build(),
                    set);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("a P-256 key signs", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            @Nullable
            Json body = switch (exchange.getRequestURI().getPath()) {
                case "/.well-known/openid-configuration" -> configuration();
                case "/keys" ->
                    Json.parse(
                            ("{\"keys\":[" + key.toPublicJWK().toJSONString() + "]}").getBytes(StandardCharsets.UTF_8),
                            MAX_FORM);
                case "/token" ->
                    token(new String(exchange.getRequestBody().readNBytes(MAX_FORM), StandardCharsets.UTF_8));
                default -> null;
            };
            if (body == null) {
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            byte[] bytes = body.canonical();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Json configuration() {
        return Json.object()
                .put("issuer", issuer())
                .put("authorization_endpoint", issuer() + "/authorize")
                .put("token_endpoint", issuer() + "/token")
                .put("jwks_uri", issuer() + "/keys")
                .put("end_session_endpoint", issuer() + "/sign-out")
                .put("authorization_response_iss_parameter_supported", true)
                .put("response_types_supported", Json.texts(List.of("code")))
                .put("subject_types_supported", Json.texts(List.of("public")))
                .put("id_token_signing_alg_values_supported", Json.texts(List.of("ES256")))
                .build();
    }

    /// A code counts once, for whoever asked.
    private @Nullable Json token(String form) {
        Map<String, String> asked = single(form);
        Grant grant = grants.remove(asked.getOrDefault("code", ""));
        String verifier = asked.getOrDefault("code_verifier", "");
        if (grant == null
                || verifier.length() < CodeVerifier.MIN_LENGTH
                || !CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(verifier))
                        .getValue()
                        .equals(grant.challenge())) {
            return null;
        }
        Instant now = clock.instant();
        JWTClaimsSet set = new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(CLIENT)
                .subject(grant.user().subject())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .claim("nonce", grant.nonce())
                .claim("email", grant.user().email())
                .claim("groups", grant.user().groups())
                .build();
        return Json.object()
                .put("access_token", UUID.randomUUID().toString())
                .put("token_type", "Bearer")
                .put("id_token", tokens.apply(signed(claims.apply(set))))
                .build();
    }

    private static Map<String, String> single(@Nullable String query) {
        Map<String, String> single = new ConcurrentHashMap<>();
        URLUtils.parseParameters(Optional.ofNullable(query).orElse(""))
                .forEach((name, values) -> single.put(name, values.getFirst()));
        return single;
    }
}
