package casemate.control.signin;

import casemate.base.Refusal;
import casemate.control.web.Failures;
import casemate.control.web.Paths;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.StaticHeadersWriter;

/// Who may pass where, and the headers that every page carries.
final class Gates {
    static final String CUSTOMER = "CUSTOMER";
    static final String OPERATOR = "OPERATOR";

    private static final String CSRF_COOKIE = "__Host-csrf";

    /// No inline style or script, no frame, nothing from elsewhere.
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// What customers' providers send there is signed by them, and counts by that alone.
    private static final String ELSEWHERE = "/portal/sso/**";

    private static final String PERMISSIONS_POLICY =
            "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()";

    /// Nothing of Spring Security's outlives a request; sessions are rows of ours.
    private static final SecurityContextRepository CONTEXTS = new RequestAttributeSecurityContextRepository();

    private final Failures failures;
    private final Filter sessions;

    Gates(Failures failures, Filter sessions) {
        this.failures = failures;
        this.sessions = sessions;
    }

    SecurityFilterChain portal(HttpSecurity http) {
        return pages(
                http,
                "/portal",
                CUSTOMER,
                "/portal/sign-up",
                "/portal/sign-up/**",
                "/portal/confirm",
                "/portal/invitation",
                "/portal/leave/*",
                "/portal/.well-known/*",
                "/portal/oidc/keys",
                "/portal/oidc/end",
                "/portal/oidc/userinfo",
                ELSEWHERE);
    }

    SecurityFilterChain console(HttpSecurity http) {
        return pages(http, "/console", OPERATOR, "/console/invitation");
    }

    /// The API and the health check, reached on the loopback address by programs of this machine.
    SecurityFilterChain local(HttpSecurity http, Filter token) {
        return http.securityMatcher("/local/**")
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .sessionManagement(AbstractHttpConfigurer::disable)
                .securityContext(c -> c.securityContextRepository(CONTEXTS))
                .authorizeHttpRequests(a -> a.requestMatchers("/local/api/v1/**", "/local/healthz")
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .exceptionHandling(e -> e.accessDeniedHandler(failures::write)
                        .authenticationEntryPoint((request, response, _) -> failures.write(
                                request, response, Refusal.notFound("page-unknown", "There is no such page."))))
                .addFilterBefore(token, AnonymousAuthenticationFilter.class)
                .build();
    }

    /// @param open what strangers may see besides the way in
    private SecurityFilterChain pages(HttpSecurity http, String prefix, String role, String... open) {
        CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
        tokens.setCookieName(CSRF_COOKIE);
        tokens.setCookieCustomizer(
                c -> c.secure(true).httpOnly(true).sameSite("Lax").path("/"));
        return http.securityMatcher(prefix + "/**")
                .authorizeHttpRequests(a -> a.requestMatchers(open)
                        .permitAll()
                        .requestMatchers(
                                prefix + "/sign-in",
                                prefix + "/sign-in/**",
                                prefix + "/password",
                                prefix + "/password/new",
                                prefix + "/language",
                                prefix + "/assets/**",
                                prefix + "/healthz")
                        .permitAll()
                        .anyRequest()
                        .hasRole(role))
                .csrf(c -> c.csrfTokenRepository(tokens)
                        .csrfTokenRequestHandler(new XorCsrfTokenRequestAttributeHandler())
                        .ignoringRequestMatchers(ELSEWHERE))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .sessionManagement(AbstractHttpConfigurer::disable)
                .securityContext(c -> c.securityContextRepository(CONTEXTS))
                .headers(h -> h.contentSecurityPolicy(p -> p.policyDirectives(CONTENT_SECURITY_POLICY))
                        .referrerPolicy(p -> p.policy(ReferrerPolicy.SAME_ORIGIN))
                        .frameOptions(f -> f.deny())
                        .cacheControl(c -> c.disable())
                        .httpStrictTransportSecurity(s -> s.disable())
                        .addHeaderWriter(new StaticHeadersWriter("Permissions-Policy", PERMISSIONS_POLICY))
                        .addHeaderWriter(new StaticHeadersWriter("Cross-Origin-Opener-Policy", "same-origin")))
                .exceptionHandling(e -> e.accessDeniedHandler(failures::write)
                        .authenticationEntryPoint((request, response, _) -> toSignIn(request, response)))
                .addFilterBefore(sessions, AnonymousAuthenticationFilter.class)
                .build();
    }

    /// Away from a page for which one must be signed in, and back to it afterwards.
    private static void toSignIn(HttpServletRequest request, HttpServletResponse response) {
        String path = request.getRequestURI().replaceFirst("^/(portal|console)", "");
        boolean back = request.getMethod().equals("GET")
                && !path.equals("/")
                && Paths.own(path).equals(path);
        response.setStatus(HttpStatus.SEE_OTHER.value());
        response.setHeader("Location", back ? "/sign-in?next=" + path : "/sign-in");
    }
}
