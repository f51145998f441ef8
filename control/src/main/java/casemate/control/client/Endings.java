package casemate.control.client;

import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.control.issuer.IssuerKeys;
import casemate.control.signin.Sessions;
import casemate.control.web.Viewer;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.web.util.UriComponentsBuilder;

/// Signs people out when their application asks for it, and shows a token that was made in that very session.
final class Endings {
    private static final int MAX_HINT = 8 << 10;
    private static final int MAX_STATE = 512;

    private final Clients clients;
    private final SigningKeys keys;
    private final IssuerKeys names;
    private final Sessions sessions;
    private final String issuer;

    Endings(Clients clients, SigningKeys keys, IssuerKeys names, Sessions sessions, String issuer) {
        this.clients = clients;
        this.keys = keys;
        this.names = names;
        this.sessions = sessions;
        this.issuer = issuer;
    }

    /// @param hint the ID token; an expired one will do
    /// @param back where the application wants people afterwards; followed only when it is the client's own
    /// @return where to go on
    String end(String hint, String back, String state, Optional<Viewer> viewer) {
        Optional<JWTClaimsSet> claims = claims(hint);
        Optional<RegisteredClient> client =
                claims.flatMap(c -> c.getAudience().stream().findFirst()).map(clients::findByClientId);
        if (claims.isEmpty() || client.isEmpty()) {
            return "/";
        }
        InstanceId instance = new InstanceId(client.get().getId());
        viewer.filter(v -> names.session(instance, v.session())
                        .equals(claims.get().getClaims().get("sid")))
                .ifPresent(v -> sessions.end(v, v.session()));
        if (!client.get().getPostLogoutRedirectUris().contains(back)) {
            return "/";
        }
        return state.isEmpty() || state.length() > MAX_STATE
                ? back
                : UriComponentsBuilder.fromUriString(back)
                        .queryParam("state", "{state}")
                        .encode()
                        .buildAndExpand(state)
                        .toUriString();
    }

    private Optional<JWTClaimsSet> claims(String hint) {
        if (hint.isEmpty() || hint.length() > MAX_HINT) {
            return Optional.empty();
        }
        try {
            SignedJWT token = SignedJWT.parse(hint);
            List<JWK> shown = keys.shown().getKeys();
            for (JWK key : shown) {
                if (JWSAlgorithm.ES256.equals(token.getHeader().getAlgorithm())
                        && token.verify(new ECDSAVerifier(key.toECKey()))
                        && issuer.equals(token.getJWTClaimsSet().getIssuer())) {
                    return Optional.of(token.getJWTClaimsSet());
                }
            }
        } catch (ParseException | JOSEException | Refusal _) {
            // no token of ours
        }
        return Optional.empty();
    }
}
