package casemate.control.ward;

import casemate.base.Ids;
import casemate.control.audit.Audit;
import casemate.control.gateway.BanCount;
import casemate.control.gateway.Gateway;
import casemate.control.instance.InstanceTab;
import casemate.control.instance.InstanceTabs;
import casemate.control.instance.Instances;
import casemate.control.policy.Policies;
import casemate.control.web.NavEntry;
import casemate.control.web.NavGroup;
import casemate.control.web.Permission;
import casemate.control.web.Shell;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class WardRoom {
    private static final int AFTER_GATEWAY = 13;
    private static final int AFTER_BANS = 14;
    private static final int AFTER_OVERVIEW = 20;

    @Bean
    BanTable banTable(JdbcClient jdbc) {
        return new BanTable(jdbc);
    }

    @Bean
    PlatformTable platformTable(JdbcClient jdbc) {
        return new PlatformTable(jdbc);
    }

    @Bean
    ShieldTable shieldTable(JdbcClient jdbc) {
        return new ShieldTable(jdbc);
    }

    @Bean
    EventTable eventTable(JdbcClient jdbc) {
        return new EventTable(jdbc);
    }

    @Bean
    Figures figures(Policies policies, Instances instances) {
        return new Figures(policies, instances);
    }

    @Bean
    PlatformDefence platformDefence(BanTable bans, PlatformTable platform) {
        return new PlatformDefence(bans, platform);
    }

    @Bean
    Ward ward(
            BanTable bans,
            PlatformTable platform,
            Figures figures,
            Instances instances,
            Audit audit,
            TransactionTemplate transaction,
            Ids ids,
            Clock clock) {
        return new Ward(bans, platform, figures, instances, audit, transaction, ids, clock);
    }

    @Bean
    InstanceBans instanceBans(
            BanTable bans,
            PlatformTable platform,
            Instances instances,
            Audit audit,
            TransactionTemplate transaction,
            Ids ids,
            Clock clock) {
        return new InstanceBans(bans, platform, instances, audit, transaction, ids, clock);
    }

    @Bean
    Protection protection(
            ShieldTable table,
            Instances instances,
            Audit audit,
            TransactionTemplate transaction,
            Ids ids,
            Clock clock) {
        return new Protection(table, instances, audit, transaction, ids, clock);
    }

    @Bean
    Events wardEvents(BanTable bans, EventTable events, Instances instances) {
        return new Events(bans, events, instances);
    }

    @Bean
    SignInFailures signInFailures(Ward ward, PlatformTable table, Clock clock) {
        return new SignInFailures(ward, table, clock);
    }

    @Bean
    WardSweeper wardSweeper(
            BanTable bans,
            PlatformTable platform,
            ShieldTable shields,
            EventTable events,
            Instances instances,
            TransactionTemplate transaction,
            Clock clock) {
        return new WardSweeper(bans, platform, shields, events, instances, transaction, clock);
    }

    @Bean
    BanCount banCount(Ward ward) {
        return ward::inForce;
    }

    @Bean
    BanRoutes banRoutes(Ward ward) {
        return new BanRoutes(ward);
    }

    @Bean
    BanApi banApi(Ward ward) {
        return new BanApi(ward);
    }

    @Bean
    FirewallRoutes firewallRoutes(Events events) {
        return new FirewallRoutes(events);
    }

    @Bean
    ProtectionPages protectionPages(
            Protection protection,
            InstanceBans bans,
            Events events,
            Instances instances,
            InstanceTabs tabs,
            Gateway gateway) {
        return new ProtectionPages(protection, bans, events, instances, tabs, gateway);
    }

    @Bean
    InstanceTab protectionTab() {
        return new InstanceTab(AFTER_OVERVIEW, ProtectionPages.PATH, "ward.protection", Permission.ACCESS_VIEW);
    }

    @Bean
    NavEntry consoleBans() {
        return new NavEntry(
                Shell.CONSOLE, NavGroup.PROTECTION, AFTER_GATEWAY, "/bans", "ward.bans", Permission.STAFF_BAN_VIEW);
    }

    @Bean
    NavEntry consoleFirewall() {
        return new NavEntry(
                Shell.CONSOLE,
                NavGroup.PROTECTION,
                AFTER_BANS,
                "/firewall",
                "ward.firewall",
                Permission.STAFF_BAN_VIEW);
    }
}
