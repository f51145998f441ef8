package casemate.control.saml;

import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class SamlRoom {
    @Bean
    SamlClient samlClient(SamlSettings settings, SecureRandom chance, Clock clock) {
        return new SamlClient(SamlKey.open(settings.keys(), chance, clock), clock);
    }
}
