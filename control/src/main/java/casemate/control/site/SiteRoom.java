package casemate.control.site;

import casemate.control.audit.Audit;
import casemate.control.field.SealedColumn;
import casemate.control.field.SealedTable;
import casemate.control.policy.Policies;
import casemate.vault.Vault;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class SiteRoom {
    /// For the rotation of keys.
    @Bean
    SealedTable sealedSites() {
        return new SealedTable(
                "site.site",
                "name",
                "name",
                SealedTable.PLATFORM,
                List.of(SealedColumn.of("sealed_access", SiteSeal.KIND)));
    }

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
