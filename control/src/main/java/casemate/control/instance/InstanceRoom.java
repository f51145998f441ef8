package casemate.control.instance;

import casemate.base.Ids;
import casemate.control.account.Accounts;
import casemate.control.account.Memberships;
import casemate.control.audit.Audit;
import casemate.control.audit.Ownership;
import casemate.control.web.NavEntry;
import casemate.control.web.NavGroup;
import casemate.control.web.Permission;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import casemate.wire.SnapshotKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class InstanceRoom {
    private static final int FIRST = 10;

    @Bean
    SnapshotKey snapshotKey(InstanceSettings settings) {
        return SnapshotKeyFile.open(settings.keys());
    }

    @Bean
    Hosts hosts(InstanceSettings settings) {
        return new Hosts(settings.agent());
    }

    @Bean
    Instances instances(
            InstanceSettings settings,
            SnapshotKey key,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Audit audit,
            Ids ids,
            Clock clock,
            SecureRandom chance,
            ObjectProvider<RoutePart> routeParts,
            ObjectProvider<DefencePart> defenceParts,
            ObjectProvider<SignOnPart> signOns,
            ObjectProvider<ClientPart> clients,
            ObjectProvider<EdgeEar> ears,
            ObjectProvider<CopyEar> copyEars,
            ObjectProvider<OrderEar> orderEars,
            ObjectProvider<OwnHosts> ownHosts,
            ObjectProvider<StandbyPart> standbys,
            Hosts hosts) {
        InstanceTable table = new InstanceTable(jdbc, settings.site());
        SnapshotTable versions = new SnapshotTable(jdbc);
        Blueprints blueprints = new Blueprints();
        Snapshots snapshots = new Snapshots(
                table,
                versions,
                transactions,
                key,
                hosts,
                settings.site().edge(),
                clock,
                () -> routeParts.orderedStream().toList(),
                () -> defenceParts.orderedStream().toList(),
                () -> ownHosts.orderedStream().toList(),
                blueprints,
                () -> signOns.orderedStream().findFirst(),
                () -> clients.orderedStream().findFirst(),
                () -> standbys.orderedStream().findFirst());
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        AgentReports reports = new AgentReports(table, versions, snapshots, audit, transaction, hosts, clock);
        return new Instances(
                table,
                versions,
                snapshots,
                blueprints,
                reports,
                new EdgeReports(
                        versions, transaction, clock, () -> ears.orderedStream().toList()),
                new Ordering(
                        table,
                        snapshots,
                        blueprints,
                        () -> copyEars.orderedStream().toList(),
                        () -> orderEars.orderedStream().toList(),
                        audit,
                        transaction,
                        ids,
                        clock,
                        chance,
                        settings.agent()),
                new Wishes(table, snapshots, audit, transaction, clock),
                transaction,
                clock,
                hosts);
    }

    @Bean
    InstanceRoutes instanceRoutes(Instances instances) {
        return new InstanceRoutes(instances);
    }

    @Bean
    Ownership instanceOwnership(InstanceSettings settings, JdbcClient jdbc) {
        InstanceTable table = new InstanceTable(jdbc, settings.site());
        return object -> object.startsWith("ins_") ? table.customer(object) : Optional.empty();
    }

    @Bean
    InstanceTabs instanceTabs(ObjectProvider<InstanceTab> tabs) {
        return new InstanceTabs(() -> tabs.orderedStream().toList());
    }

    @Bean
    InstancePages instancePages(Instances instances, InstanceTabs tabs) {
        return new InstancePages(instances, tabs);
    }

    @Bean
    InstanceConsole instanceConsole(Instances instances) {
        return new InstanceConsole(instances);
    }

    @Bean
    InstanceApi instanceApi(
            Instances instances, Accounts accounts, Memberships memberships, SecureRandom chance, Site site) {
        return new InstanceApi(instances, accounts, memberships, new InitialPassword(chance), site);
    }

    @Bean
    NavEntry portalInstances() {
        return new NavEntry(
                Shell.PORTAL, NavGroup.HOSTING, FIRST, "/instances", "instance.title", Permission.INSTANCE_VIEW);
    }

    @Bean
    NavEntry consoleInstances() {
        return new NavEntry(
                Shell.CONSOLE,
                NavGroup.HOSTING,
                FIRST,
                "/instances",
                "instance.console.title",
                Permission.STAFF_INSTANCE_VIEW);
    }
}
