package casemate.control.policy;

import casemate.control.audit.Audit;
import casemate.control.web.NavEntry;
import casemate.control.web.NavGroup;
import casemate.control.web.Permission;
import casemate.control.web.Shell;
import casemate.ledger.Ledger;
import casemate.ledger.Verifier;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class PolicyRoom {
    private static final int AFTER_INSTANCES = 20;
    private static final int AFTER_DRILLS = 30;

    @Bean
    Bells bells() {
        return new Bells();
    }

    @Bean
    Outbox outbox(JdbcClient jdbc) {
        return new Outbox(jdbc);
    }

    @Bean
    LedgerForwarder ledgerForwarder(Outbox outbox, Ledger ledger, Clock clock) {
        return new LedgerForwarder(outbox, new LedgerLog(ledger), clock);
    }

    @Bean
    PolicyTable policyTable(JdbcClient jdbc) {
        return new PolicyTable(jdbc);
    }

    @Bean
    PolicyInUse policyInUse(PolicyTable table) {
        return new PolicyInUse(table);
    }

    @Bean
    Policies policies(
            PolicyTable table,
            PolicyInUse inUse,
            Outbox outbox,
            JdbcClient jdbc,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock,
            Bells bells,
            ObjectProvider<PolicyEar> ears) {
        return new Policies(
                table,
                inUse,
                outbox,
                new ScheduleTable(jdbc),
                audit,
                transaction,
                clock,
                bells,
                () -> ears.orderedStream().toList());
    }

    @Bean
    Entries entries(Outbox outbox, Ledger ledger, Bells bells, Clock clock) {
        return new Entries(outbox, ledger, bells, clock);
    }

    @Bean
    DrillRegistry drillRegistry() {
        return new DrillRegistry();
    }

    @Bean
    Drills drills(
            DrillRegistry registry,
            JdbcClient jdbc,
            Policies policies,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock,
            Bells bells) {
        return new Drills(
                registry, new ScheduleTable(jdbc), new EvidenceTable(jdbc), policies, audit, transaction, clock, bells);
    }

    @Bean
    DrillRunner drillRunner(
            DrillRegistry registry,
            JdbcClient jdbc,
            Outbox outbox,
            PolicyInUse policies,
            TransactionTemplate transaction,
            Clock clock,
            SecureRandom chance) {
        return new DrillRunner(
                registry,
                new ScheduleTable(jdbc),
                new EvidenceTable(jdbc),
                outbox,
                policies,
                transaction,
                clock,
                chance);
    }

    @Bean
    PolicyWork policyWork(DrillRunner runner, LedgerForwarder forwarder, Bells bells) {
        return new PolicyWork(runner, forwarder, bells);
    }

    @Bean
    LedgerDrill ledgerDrill(
            PolicySettings settings, Ledger ledger, JdbcClient jdbc, LedgerForwarder forwarder, Clock clock) {
        return new LedgerDrill(
                ledger.directory(),
                Verifier.of(ledger.verifierKey()),
                new CheckpointTable(jdbc),
                forwarder,
                clock,
                settings.switchedOff().contains(LedgerDrill.PROMISE));
    }

    @Bean
    DrillRoutes drillRoutes(Drills drills, Policies policies) {
        return new DrillRoutes(drills, policies);
    }

    @Bean
    DrillApi drillApi(Drills drills, Policies policies) {
        return new DrillApi(drills, policies);
    }

    @Bean
    NavEntry consoleDrills() {
        return new NavEntry(
                Shell.CONSOLE,
                NavGroup.PROMISES,
                AFTER_INSTANCES,
                "/drills",
                "policy.drills.title",
                Permission.STAFF_POLICY_VIEW);
    }

    @Bean
    NavEntry consolePolicy() {
        return new NavEntry(
                Shell.CONSOLE,
                NavGroup.PROMISES,
                AFTER_DRILLS,
                "/policy",
                "policy.title",
                Permission.STAFF_POLICY_VIEW);
    }
}
