package casemate.control.signin;

import casemate.control.web.Failures;
import jakarta.servlet.Filter;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;

/// Makes ways in for programs that show a token. Cookies are not looked at there, so no other site can send anything in
/// a browser's name, and there is nothing for a CSRF token to guard.
public final class MachineGates {
    private final Failures failures;

    MachineGates(Failures failures) {
        this.failures = failures;
    }

    /// @param paths that this way in is for
    /// @param proof answers for whoever shows nothing good
    public SecurityFilterChain gate(HttpSecurity http, String paths, Filter proof) {
        return http.securityMatcher(paths)
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .sessionManagement(AbstractHttpConfigurer::disable)
                .securityContext(c -> c.securityContextRepository(new RequestAttributeSecurityContextRepository()))
                .authorizeHttpRequests(a -> a.anyRequest().permitAll())
                .headers(h -> h.cacheControl(c -> c.disable())
                        .frameOptions(f -> f.deny())
                        .httpStrictTransportSecurity(s -> s.disable())
                        .contentSecurityPolicy(p -> p.policyDirectives("default-src 'none'; frame-ancestors 'none'")))
                .exceptionHandling(e -> e.accessDeniedHandler(failures::write))
                .addFilterBefore(proof, AnonymousAuthenticationFilter.class)
                .build();
    }
}
