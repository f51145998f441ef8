package casemate.control.backup;

import casemate.base.Ids;
import casemate.base.Wakeup;
import casemate.control.account.Accounts;
import casemate.control.audit.Audit;
import casemate.control.field.SealedColumn;
import casemate.control.field.SealedTable;
import casemate.control.instance.Hosts;
import casemate.control.instance.InstanceTab;
import casemate.control.instance.InstanceTabs;
import casemate.control.instance.Instances;
import casemate.control.mail.Mail;
import casemate.control.policy.Policies;
import casemate.control.region.Regions;
import casemate.control.site.Sites;
import casemate.control.web.NavEntry;
import casemate.control.web.NavGroup;
import casemate.control.web.Permission;
import casemate.control.web.RateLimits;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import casemate.vault.Vault;
import casemate.wire.SnapshotKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class BackupRoom {
    /// For the rotation of keys.
    @Bean
    SealedTable sealedRepositoryKeys() {
        return new SealedTable(
                "backup.repository",
                "(instance_id || '/' || engine || '/' || site)",
                "(instance_id || '/' || engine || '/' || site)",
                "(SELECT i.customer_id FROM instance.instance i WHERE i.id = instance_id)",
                List.of(SealedColumn.of("sealed_key", Stores.KIND)));
    }

    private static final int AFTER_DOMAINS = 40;
    private static final int AFTER_STANDBYS = 40;

    @Bean
    BackupTable backupTable(JdbcClient jdbc) {
        return new BackupTable(jdbc);
    }

    @Bean
    Damages damages(JdbcClient jdbc, Audit audit, Accounts accounts, Mail mail, Site site, Clock clock) {
        return new Damages(new DamageTable(jdbc), audit, accounts, mail, site, clock);
    }

    @Bean
    Stores backupStores(
            BackupTable table,
            Sites sites,
            Regions regions,
            Vault vault,
            Clock clock,
            Instances instances,
            Hosts hosts) {
        return new Stores(table, sites, regions, vault, clock, id -> hosts.sharesDirectories(instances.hostOf(id)));
    }

    @Bean
    Logs logs(JdbcClient jdbc, BackupTable table, Stores stores, Instances instances, Clock clock) {
        return new Logs(new LogTable(jdbc), table, stores, instances, clock);
    }

    @Bean
    Backups backups(
            BackupTable table,
            Damages damages,
            Stores stores,
            Logs logs,
            Instances instances,
            Policies policies,
            SnapshotKey key,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        Wakeup changed = new Wakeup();
        OrderFeed feed = new OrderFeed(table, stores, logs, instances, policies, key, changed, clock);
        return new Backups(table, damages, stores, logs, feed, changed, instances, audit, transactions, ids, clock);
    }

    @Bean
    Rehearsals rehearsals(BackupTable table, Backups backups, Instances instances, SecureRandom chance, Clock clock) {
        return new Rehearsals(table, backups, instances, chance, clock);
    }

    @Bean
    BackupPlanner backupPlanner(
            BackupTable table,
            Damages damages,
            Backups backups,
            Instances instances,
            Policies policies,
            TransactionTemplate transactions,
            Rehearsals rehearsals,
            Clock clock) {
        return new BackupPlanner(table, damages, backups, instances, policies, transactions, rehearsals, clock);
    }

    @Bean
    BackupPages backupPages(Backups backups, Instances instances, InstanceTabs tabs, RateLimits limits) {
        return new BackupPages(backups, instances, tabs, limits);
    }

    @Bean
    DamagePage damagePage(Damages damages, Instances instances) {
        return new DamagePage(damages, instances);
    }

    @Bean
    NavEntry damagedBackups() {
        return new NavEntry(
                Shell.CONSOLE,
                NavGroup.HOSTING,
                AFTER_STANDBYS,
                Damages.PAGE,
                "backup.damage",
                Permission.STAFF_BACKUP_VIEW);
    }

    @Bean
    BackupApi backupApi(Backups backups, Instances instances) {
        return new BackupApi(backups, instances);
    }

    @Bean
    InstanceTab backupTab() {
        return new InstanceTab(AFTER_DOMAINS, BackupPages.TAB, "backup.title", Permission.BACKUP_VIEW);
    }
}
