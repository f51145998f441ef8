package casemate.control.openid;

import casemate.control.fetch.Fetch;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class OpenIdRoom {
    @Bean
    OpenIdClient openIdClient(Fetch fetch, Clock clock) {
        return new OpenIdClient(fetch, clock);
    }
}
