package casemate.control.replica;

import casemate.control.account.Accounts;
import casemate.control.audit.Audit;
import casemate.control.backup.Backups;
import casemate.control.instance.Hosts;
import casemate.control.instance.InstanceTab;
import casemate.control.instance.InstanceTabs;
import casemate.control.instance.Instances;
import casemate.control.mail.Mail;
import casemate.control.policy.Policies;
import casemate.control.region.Regions;
import casemate.control.web.NavEntry;
import casemate.control.web.NavGroup;
import casemate.control.web.Permission;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import casemate.promise.BackupPromise.SecondaryRegion;
import casemate.wire.SnapshotKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class ReplicaRoom {
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int AFTER_RESTORE = 60;
    private static final int AFTER_INSTANCES = 30;

    @Bean
    ReplicaTable replicaTable(JdbcClient jdbc) {
        return new ReplicaTable(jdbc);
    }

    @Bean
    PlaceTable placeTable(JdbcClient jdbc) {
        return new PlaceTable(jdbc);
    }

    @Bean
    ReplicaOrdersFeed replicaOrdersFeed(
            ReplicaTable table,
            PlaceTable places,
            Instances instances,
            Backups backups,
            SnapshotKey key,
            TransactionTemplate transactions,
            Clock clock) {
        return new ReplicaOrdersFeed(table, places, instances, backups, key, transactions, clock);
    }

    @Bean
    ReplicaReports replicaReports(
            ReplicaTable table,
            PlaceTable places,
            Instances instances,
            Backups backups,
            ReplicaAlarm alarm,
            Audit audit,
            TransactionTemplate transactions,
            Clock clock) {
        return new ReplicaReports(table, places, instances, backups, alarm, audit, transactions, clock);
    }

    @Bean
    ReplicaAlarm replicaAlarm(
            ReplicaTable table,
            Instances instances,
            Policies policies,
            Accounts accounts,
            Mail mail,
            Site site,
            Audit audit,
            TransactionTemplate transactions,
            Clock clock) {
        ReplicaAlarm.Letters letters = new ReplicaAlarm.Letters(accounts, mail, site);
        return new ReplicaAlarm(table, instances, policies, letters, audit, transactions, clock);
    }

    @Bean
    Whereabouts whereabouts(Hosts hosts, Regions regions, Backups backups) {
        return new Whereabouts(hosts, regions, backups);
    }

    @Bean
    Replicas replicas(
            ReplicaTable table,
            PlaceTable places,
            Instances instances,
            ReplicaOrdersFeed feed,
            ReplicaReports reports,
            Audit audit,
            TransactionTemplate transactions,
            Clock clock,
            Whereabouts whereabouts) {
        return new Replicas(table, places, instances, feed, reports, audit, transactions, clock, whereabouts);
    }

    @Bean
    ReplicaClerk replicaClerk(
            ReplicaTable table,
            PlaceTable places,
            Replicas replicas,
            ReplicaReports reports,
            ReplicaAlarm alarm,
            Instances instances,
            Backups backups,
            TransactionTemplate transactions,
            Clock clock) {
        return new ReplicaClerk(table, places, replicas, reports, alarm, instances, backups, transactions, clock);
    }

    @Bean
    ReplicaDrill replicaDrill(Replicas replicas, Policies policies, Clock clock) {
        ReplicaTarget.Pause pause = () -> Thread.sleep(LOOK);
        return new ReplicaDrill(
                () -> {
                    Optional<SecondaryRegion> promised =
                            policies.policy().flatMap(policy -> policy.find(SecondaryRegion.class));
                    return new ReplicaTarget(
                            replicas::standings,
                            promised.map(SecondaryRegion::lag).orElse(ReplicaRules.NEAR),
                            promised.map(SecondaryRegion::region),
                            pause);
                },
                () -> Replicas.twin(clock.instant(), pause),
                clock);
    }

    @Bean
    ReplicaPages replicaPages(Replicas replicas, Instances instances, InstanceTabs tabs, Policies policies) {
        return new ReplicaPages(replicas, instances, tabs, policies);
    }

    @Bean
    InstanceTab replicaTab() {
        return new InstanceTab(AFTER_RESTORE, ReplicaPages.TAB, "replica.title", Permission.BACKUP_VIEW);
    }

    @Bean
    NavEntry consoleStandbys() {
        return new NavEntry(
                Shell.CONSOLE,
                NavGroup.HOSTING,
                AFTER_INSTANCES,
                ReplicaPages.ALL,
                "replica.all",
                Permission.STAFF_BACKUP_VIEW);
    }

    @Bean
    ReplicaApi replicaApi(Replicas replicas, Instances instances) {
        return new ReplicaApi(replicas, instances);
    }
}
