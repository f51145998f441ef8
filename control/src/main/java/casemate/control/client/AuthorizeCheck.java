package casemate.control.client;

import casemate.base.Refusal;
import casemate.control.instance.Instance;
import casemate.control.issuer.Introductions;
import casemate.control.web.Viewer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;

/// What is asked of an application's request for a code besides what Spring asks: state, nonce and PKCE with SHA-256
/// are
/// there, nothing that is not offered is, and the person may use this very instance.
final class AuthorizeCheck implements Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> {
    private static final String LOGIN_REQUIRED = "login_required";
    private static final int MAX_CHARS = 512;
    /// OpenID Connect Core, 3.1.2.1 and 6: asked for and not offered, they must be refused.
    private static final Set<String> NOT_OFFERED = Set.of("request", "request_uri", "registration", "claims");

    private final Clients clients;
    private final Introductions introductions;
    private final Clock clock;

    AuthorizeCheck(Clients clients, Introductions introductions, Clock clock) {
        this.clients = clients;
        this.introductions = introductions;
        this.clock = clock;
    }

    @Override
    public void accept(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
        OAuth2AuthorizationCodeRequestAuthenticationToken asked = context.getAuthentication();
        Map<String, Object> more = asked.getAdditionalParameters();
        String state = asked.getState();
        if (state == null || state.length() > MAX_CHARS || !bounded(more.get("nonce"))) {
            throw refused(OAuth2ErrorCodes.INVALID_REQUEST, asked);
        }
        if (!bounded(more.get("code_challenge")) || !"S256".equals(more.get("code_challenge_method"))) {
            throw refused(OAuth2ErrorCodes.INVALID_REQUEST, asked);
        }
        if (!asked.getScopes().contains("openid")) {
            throw refused(OAuth2ErrorCodes.INVALID_SCOPE, asked);
        }
        if (NOT_OFFERED.stream().anyMatch(more::containsKey)
                || !"query".equals(more.getOrDefault("response_mode", "query"))) {
            throw refused(OAuth2ErrorCodes.INVALID_REQUEST, asked);
        }
        if (asked.getPrincipal() instanceof Authentication person && person.getPrincipal() instanceof Viewer viewer) {
            permit(viewer, asked);
            fresh(viewer, more, asked);
        }
    }

    private static boolean bounded(@Nullable Object value) {
        return value instanceof String text && !text.isEmpty() && text.length() <= MAX_CHARS;
    }

    /// Whoever may not use the instance learns what they would learn if there were none.
    private void permit(Viewer viewer, OAuth2AuthorizationCodeRequestAuthenticationToken asked) {
        try {
            Optional<Instance> instance = clients.instance(asked.getClientId());
            introductions.of(viewer, instance.orElseThrow(Introductions::unknown));
        } catch (Refusal _) {
            throw new OAuth2AuthorizationCodeRequestAuthenticationException(
                    new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST), null);
        }
    }

    /// `prompt=login` and `max_age` ask for a fresh proof. Where the last one is too old the application is told so, as
    /// the standard wants it from whoever does not ask the person again.
    private void fresh(
            Viewer viewer, Map<String, Object> more, OAuth2AuthorizationCodeRequestAuthenticationToken asked) {
        String prompt = String.valueOf(more.getOrDefault("prompt", "none"));
        if (!prompt.equals("none") && !prompt.equals("consent")) {
            throw refused(LOGIN_REQUIRED, asked);
        }
        Object age = more.get("max_age");
        if (age == null) {
            return;
        }
        if (!(age instanceof String text) || !text.matches("[0-9]{1,9}")) {
            throw refused(OAuth2ErrorCodes.INVALID_REQUEST, asked);
        }
        Duration since = Duration.between(viewer.proved(), clock.instant());
        if (since.toSeconds() > Long.parseLong(text)) {
            throw refused(LOGIN_REQUIRED, asked);
        }
    }

    private static OAuth2AuthorizationCodeRequestAuthenticationException refused(
            String code, OAuth2AuthorizationCodeRequestAuthenticationToken asked) {
        return new OAuth2AuthorizationCodeRequestAuthenticationException(new OAuth2Error(code), asked);
    }
}
