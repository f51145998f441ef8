package casemate.control.restore;

import casemate.base.Ids;
import casemate.control.audit.Audit;
import casemate.control.backup.Backups;
import casemate.control.backup.Logs;
import casemate.control.instance.InstanceTab;
import casemate.control.instance.InstanceTabs;
import casemate.control.instance.Instances;
import casemate.control.web.Permission;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class RestoreRoom {
    private static final int AFTER_BACKUPS = 45;

    @Bean
    RestoreTable restoreTable(JdbcClient jdbc) {
        return new RestoreTable(jdbc);
    }

    @Bean
    Restores restores(
            RestoreTable table,
            Backups backups,
            Logs logs,
            Instances instances,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        return new Restores(table, backups, logs, instances, audit, transactions, ids, clock);
    }

    @Bean
    RestoreClerk restoreClerk(
            RestoreTable table,
            Restores restores,
            Backups backups,
            Logs logs,
            Instances instances,
            Audit audit,
            TransactionTemplate transactions,
            Clock clock) {
        return new RestoreClerk(table, restores, backups, logs, instances, audit, transactions, clock);
    }

    @Bean
    RestorePages restorePages(Restores restores, Backups backups, Logs logs, Instances instances, InstanceTabs tabs) {
        return new RestorePages(restores, backups, logs, instances, tabs);
    }

    @Bean
    RestoreApi restoreApi(Restores restores, Instances instances) {
        return new RestoreApi(restores, instances);
    }

    @Bean
    InstanceTab restoreTab() {
        return new InstanceTab(AFTER_BACKUPS, RestorePages.TAB, "restore.title", Permission.BACKUP_VIEW);
    }
}
