package casemate.control.password;

import casemate.control.web.Site;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class PasswordRoom {
    @Bean
    Verifiers verifiers(PasswordSettings settings) {
        return settings.verifiersOnly() ? Verifiers.slow() : Verifiers.switchedOff();
    }

    @Bean
    Passwords passwords(PasswordSettings settings, Site site, Clock clock) {
        return Passwords.of(List.of(site.domain()), settings.leaked(), clock);
    }
}
