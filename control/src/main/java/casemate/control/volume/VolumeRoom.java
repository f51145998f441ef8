package casemate.control.volume;

import casemate.control.field.SealedColumn;
import casemate.control.field.SealedTable;
import casemate.control.instance.Instances;
import casemate.vault.Vault;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class VolumeRoom {
    /// For the rotation of keys.
    @Bean
    SealedTable sealedVolumeKeys() {
        return new SealedTable(
                "volume.volume",
                "instance_id",
                "instance_id",
                "(SELECT i.customer_id FROM instance.instance i WHERE i.id = instance_id)",
                List.of(SealedColumn.of("sealed_key", Volumes.KIND)));
    }

    @Bean
    Volumes volumes(JdbcClient jdbc, Instances instances, Vault vault, Clock clock) {
        return new Volumes(new VolumeTable(jdbc), instances, vault, clock);
    }
}
