package casemate.control.spam;

import casemate.control.dns.Dns;
import casemate.control.dns.RememberedDns;
import casemate.control.web.RateLimits;
import casemate.control.web.Site;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class SpamRoom {
    @Bean
    SpamCheck spamCheck(
            SpamSettings settings, Dns dns, Site site, RateLimits limits, SecureRandom chance, Clock clock) {
        return settings.detects()
                ? SpamCheck.on(
                        new ThrowawayDomains(settings.throwaway()),
                        new MailDomains(new RememberedDns(dns, clock), site.domain()),
                        settings.rspamd().map(server -> new Rspamd(server, clock)),
                        limits,
                        chance,
                        clock)
                : SpamCheck.off(limits, chance, clock);
    }

    @Bean
    RefusedForms refusedForms(JdbcClient jdbc, Clock clock) {
        return new RefusedForms(jdbc, clock);
    }
}
