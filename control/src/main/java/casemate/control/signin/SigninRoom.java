package casemate.control.signin;

import casemate.control.web.Failures;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.web.SecurityFilterChain;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
public class SigninRoom {
    @Bean
    Gates gates(Failures failures) {
        return new Gates(failures, (request, response, chain) -> chain.doFilter(request, response));
    }

    @Bean
    SecurityFilterChain portalGate(Gates gates, HttpSecurity http) {
        return gates.portal(http);
    }

    @Bean
    SecurityFilterChain consoleGate(Gates gates, HttpSecurity http) {
        return gates.console(http);
    }

    @Bean
    SecurityFilterChain localGate(Gates gates, HttpSecurity http, ApiToken token, Failures failures) {
        return gates.local(http, new ApiFilter(token, failures));
    }

    @Bean
    DelegatingFilterProxyRegistrationBean securityRegistration() {
        return new DelegatingFilterProxyRegistrationBean("springSecurityFilterChain");
    }
}
