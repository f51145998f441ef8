package casemate.control.volume;

import casemate.control.instance.Instances;
import casemate.vault.Vault;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class VolumeRoom {
    @Bean
    Volumes volumes(JdbcClient jdbc, Instances instances, Vault vault, Clock clock) {
        return new Volumes(new VolumeTable(jdbc), instances, vault, clock);
    }
}
