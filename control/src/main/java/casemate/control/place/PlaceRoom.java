package casemate.control.place;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class PlaceRoom {
    @Bean
    Places places(PlaceSettings settings, Clock clock) {
        return Places.in(settings.database(), clock);
    }
}
