package casemate.control.signin;

import casemate.base.Ids;
import casemate.control.account.Accounts;
import casemate.control.account.SignUps;
import casemate.control.audit.Audit;
import casemate.control.password.Passwords;
import casemate.control.place.Places;
import casemate.control.role.Roles;
import casemate.control.web.Failures;
import casemate.control.web.NavEntry;
import casemate.control.web.NavGroup;
import casemate.control.web.RateLimits;
import casemate.control.web.Shell;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
public class SigninRoom {
    private static final int LAST = 100;

    @Bean
    Sessions sessions(
            JdbcClient jdbc,
            Accounts accounts,
            Roles roles,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            SecureRandom chance,
            Clock clock,
            ObjectProvider<FailureEar> ears,
            ObjectProvider<Elsewhere> elsewhere,
            ObjectProvider<ActingEar> actingEars) {
        Throttle throttle = new Throttle(new ThrottleTable(jdbc), chance, clock);
        return new Sessions(
                new SessionTable(jdbc),
                new PresentTable(jdbc),
                throttle,
                accounts,
                roles,
                audit,
                transactions,
                ids,
                chance,
                clock,
                () -> ears.orderedStream().toList(),
                () -> elsewhere.getIfAvailable(() -> Elsewhere.NOWHERE),
                () -> actingEars.orderedStream().toList());
    }

    @Bean
    SigninRoutes signinRoutes(
            Sessions sessions,
            SignUps signUps,
            Passwords passwords,
            RateLimits limits,
            ObjectProvider<AfterPassword> after,
            ObjectProvider<Elsewhere> elsewhere) {
        return new SigninRoutes(
                sessions,
                signUps,
                passwords,
                limits,
                after::getObject,
                () -> elsewhere.getIfAvailable(() -> Elsewhere.NOWHERE));
    }

    @Bean
    SecurityRoutes securityRoutes(Sessions sessions, Places places) {
        return new SecurityRoutes(sessions, places);
    }

    @Bean
    NavEntry securityEntry() {
        return new NavEntry(Shell.CONSOLE, NavGroup.OWN, LAST, "/account/security", "signin.security");
    }

    @Bean
    Gates gates(Failures failures, Sessions sessions) {
        return new Gates(failures, new SessionFilter(sessions));
    }

    @Bean
    MachineGates machineGates(Failures failures) {
        return new MachineGates(failures);
    }

    @Bean
    SignedInFilter signedInFilter(Sessions sessions) {
        return new SignedInFilter(new SessionFilter(sessions));
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
