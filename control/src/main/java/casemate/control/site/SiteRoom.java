package casemate.control.site;

import casemate.control.audit.Audit;
import casemate.control.policy.Policies;
import casemate.vault.Vault;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class SiteRoom {
    @Bean
    Sites sites(
            JdbcClient jdbc,
            Vault vault,
            Policies policies,
            Audit audit,
            TransactionTemplate transactions,
            Clock clock) {
        return new Sites(new SiteTable(jdbc), new SiteSeal(vault), policies, audit, transactions, clock);
    }

    @Bean
    SiteApi siteApi(Sites sites) {
        return new SiteApi(sites);
    }
}
