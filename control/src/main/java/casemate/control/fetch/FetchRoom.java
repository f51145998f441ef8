package casemate.control.fetch;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class FetchRoom {
    @Bean
    Fetch fetch(FetchSettings settings) {
        return Fetch.open(settings);
    }
}
