package casemate.control.vies;

import casemate.control.account.VatRegister;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class ViesRoom {
    @Bean
    VatRegister vatRegister(ViesSettings settings, Clock clock) {
        return settings.server()
                .<VatRegister>map(server -> new Vies(server, clock))
                .orElse(_ -> VatRegister.Word.SILENT);
    }
}
