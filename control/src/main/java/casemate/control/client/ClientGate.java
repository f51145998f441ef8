package casemate.control.client;

import casemate.base.Refusal;
import casemate.control.signin.SignedInFilter;
import casemate.control.web.Failures;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.ClientSecretAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationValidator;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.web.util.UriComponentsBuilder;

/// The two addresses at which Spring Authorization Server answers: where applications send people for a code, and where
/// they exchange it. Nothing else of it can be reached.
final class ClientGate {
    static final String AUTHORIZE = "/oidc/authorize";
    static final String TOKEN = "/oidc/token";
    private static final String SHELL = "/portal";

    private final Clients clients;
    private final SignOnCodes codes;
    private final AuthorizeCheck rules;
    private final OAuth2TokenGenerator<?> tokens;
    private final SignedInFilter signedIn;
    private final Failures failures;
    private final String issuer;

    ClientGate(
            Clients clients,
            SignOnCodes codes,
            AuthorizeCheck rules,
            OAuth2TokenGenerator<?> tokens,
            SignedInFilter signedIn,
            Failures failures,
            String issuer) {
        this.clients = clients;
        this.codes = codes;
        this.rules = rules;
        this.tokens = tokens;
        this.signedIn = signedIn;
        this.failures = failures;
        this.issuer = issuer;
    }

    SecurityFilterChain chain(HttpSecurity http) {
        AuthorizationServerSettings settings = AuthorizationServerSettings.builder()
                .issuer(issuer)
                .authorizationEndpoint(SHELL + AUTHORIZE)
                .tokenEndpoint(SHELL + TOKEN)
                .build();
        OAuth2AuthorizationServerConfigurer server = new OAuth2AuthorizationServerConfigurer();
        return http.securityMatcher(SHELL + AUTHORIZE, SHELL + TOKEN)
                .with(
                        server,
                        s -> s.registeredClientRepository(clients)
                                .authorizationService(codes)
                                .authorizationServerSettings(settings)
                                .tokenGenerator(tokens)
                                .clientAuthentication(c -> c.authenticationProviders(ClientGate::compareDigests))
                                .authorizationEndpoint(a -> a.authenticationProviders(this::checkFirst)
                                        .authorizationResponseHandler(this::answer)
                                        .errorResponseHandler(this::fail))
                                .oidc(_ -> {}))
                .authorizeHttpRequests(a -> a.requestMatchers(ClientGate::asksQuietly)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .csrf(c -> c.ignoringRequestMatchers(SHELL + TOKEN))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .sessionManagement(AbstractHttpConfigurer::disable)
                .securityContext(c -> c.securityContextRepository(new RequestAttributeSecurityContextRepository()))
                .exceptionHandling(e -> e.accessDeniedHandler(failures::write)
                        .authenticationEntryPoint((request, response, _) -> toSignIn(request, response)))
                .addFilterAfter(signedIn.filter(), CsrfFilter.class)
                .build();
    }

    /// `prompt=none` wants an answer and no page: the provider says `login_required` when nobody is signed in, but only
    /// to
    /// an address of the client's own.
    private static boolean asksQuietly(HttpServletRequest request) {
        return "GET".equals(request.getMethod())
                && (SHELL + AUTHORIZE).equals(request.getRequestURI())
                && Arrays.equals(new String[] {"none"}, request.getParameterValues("prompt"));
    }

    /// A client's secret has 256 bits of chance: its digest needs no slow hash.
    private static void compareDigests(List<AuthenticationProvider> providers) {
        providers.removeIf(p -> !(p instanceof ClientSecretAuthenticationProvider));
        for (AuthenticationProvider provider : providers) {
            if (provider instanceof ClientSecretAuthenticationProvider secrets) {
                secrets.setPasswordEncoder(new SecretDigest());
            }
        }
    }

    private void checkFirst(List<AuthenticationProvider> providers) {
        for (AuthenticationProvider provider : providers) {
            if (provider instanceof OAuth2AuthorizationCodeRequestAuthenticationProvider requests) {
                requests.setAuthenticationValidator(
                        new OAuth2AuthorizationCodeRequestAuthenticationValidator().andThen(rules));
            }
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, Authentication given) {
        OAuth2AuthorizationCodeRequestAuthenticationToken done =
                (OAuth2AuthorizationCodeRequestAuthenticationToken) given;
        UriComponentsBuilder to = back(done)
                .queryParam(
                        "code",
                        Objects.requireNonNull(done.getAuthorizationCode()).getTokenValue());
        redirect(response, to, done);
    }

    private void fail(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        OAuth2AuthorizationCodeRequestAuthenticationToken asked =
                failure instanceof OAuth2AuthorizationCodeRequestAuthenticationException refused
                        ? refused.getAuthorizationCodeRequestAuthentication()
                        : null;
        if (asked != null
                && asked.getRedirectUri() != null
                && failure instanceof OAuth2AuthenticationException refused) {
            redirect(
                    response, back(asked).queryParam("error", refused.getError().getErrorCode()), asked);
        } else {
            failures.write(
                    request,
                    response,
                    Refusal.invalid(
                            "openid-request-refused",
                            "The application asked for your sign-in in a way that is not allowed; go back to it and try again."));
        }
    }

    private static UriComponentsBuilder back(OAuth2AuthorizationCodeRequestAuthenticationToken asked) {
        return UriComponentsBuilder.fromUriString(Objects.requireNonNull(asked.getRedirectUri()));
    }

    /// With who answers (RFC 9207), so that an application with several providers cannot be led to the wrong one.
    private void redirect(
            HttpServletResponse response,
            UriComponentsBuilder to,
            OAuth2AuthorizationCodeRequestAuthenticationToken asked) {
        to.queryParam("iss", "{iss}");
        String state = asked.getState();
        if (state != null) {
            to.queryParam("state", "{state}");
        }
        String address = to.encode()
                .buildAndExpand(Map.of("iss", issuer, "state", state == null ? "" : state))
                .toUriString();
        response.setStatus(HttpStatus.SEE_OTHER.value());
        response.setHeader("Location", address);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Referrer-Policy", "no-referrer");
    }

    /// To the sign-in, and back by a plain path that holds the whole question.
    private static void toSignIn(HttpServletRequest request, HttpServletResponse response) {
        String asked = request.getQueryString() == null ? "" : request.getQueryString();
        String path = Base64.getUrlEncoder().withoutPadding().encodeToString(asked.getBytes(StandardCharsets.US_ASCII));
        response.setStatus(HttpStatus.SEE_OTHER.value());
        response.setHeader("Location", "/sign-in?next=/resume/" + path);
    }
}
