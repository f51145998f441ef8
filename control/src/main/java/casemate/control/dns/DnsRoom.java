package casemate.control.dns;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class DnsRoom {
    @Bean
    Dns dns(DnsSettings settings) {
        return settings.server().<Dns>map(SystemDns::new).orElse((_, _) -> new Dns.Answer.Unknown());
    }
}
