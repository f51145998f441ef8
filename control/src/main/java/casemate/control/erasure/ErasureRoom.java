package casemate.control.erasure;

import casemate.base.Ids;
import casemate.control.account.Accounts;
import casemate.control.account.Memberships;
import casemate.control.audit.Audit;
import casemate.control.backup.Backups;
import casemate.control.field.SealedColumn;
import casemate.control.field.SealedTable;
import casemate.control.instance.Instances;
import casemate.control.mail.Mail;
import casemate.control.payment.Payments;
import casemate.control.policy.Entries;
import casemate.control.replica.Replicas;
import casemate.control.request.Requests;
import casemate.control.role.Administrators;
import casemate.control.site.Sites;
import casemate.control.subscription.Subscriptions;
import casemate.control.web.NavEntry;
import casemate.control.web.NavGroup;
import casemate.control.web.Permission;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import casemate.vault.Vault;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class ErasureRoom {
    private static final int AFTER_THE_REQUESTS = 52;

    /// For the rotation of keys. The sample is under a key that is not to be rotated, but to go.
    @Bean
    SealedTable sealedReaders() {
        return new SealedTable(
                "erasure.erasure",
                "id",
                "id",
                "(CASE WHEN readers IS NOT NULL THEN " + SealedTable.PLATFORM + " END)",
                List.of(SealedColumn.of("readers", LastActs.READERS)));
    }

    @Bean
    ErasureTable erasureTable(JdbcClient jdbc) {
        return new ErasureTable(jdbc);
    }

    @Bean
    Traces traces(ErasureTable table, Clock clock) {
        return new Traces(table, clock);
    }

    @Bean
    ReachTable erasureReach(JdbcClient jdbc, Site site) {
        return new ReachTable(jdbc, site.domain());
    }

    @Bean
    Remains remains(JdbcClient jdbc) {
        return new Remains(jdbc);
    }

    @Bean
    Erasures erasures(
            ErasureTable table,
            Accounts accounts,
            Administrators administrators,
            Entries entries,
            Advance advance,
            Traces traces,
            Vault vault,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            SecureRandom chance,
            Clock clock) {
        return new Erasures(
                table,
                accounts,
                administrators,
                entries,
                advance,
                traces,
                vault,
                audit,
                transactions,
                ids,
                chance,
                clock);
    }

    @Bean
    SiteSweeps siteSweeps(ErasureTable table, Sites sites, Backups backups, Clock clock) {
        return SiteSweeps.at(table, sites, backups, clock);
    }

    @Bean
    OutsideActs outsideActs(
            ErasureTable table,
            ReachTable reach,
            Instances instances,
            Sites sites,
            Backups backups,
            Replicas replicas,
            Payments payments,
            Vault vault,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        return new OutsideActs(
                table,
                reach,
                instances,
                sites,
                replicas::holding,
                replicas::lost,
                vault::destroy,
                payments::forget,
                audit,
                transactions,
                backups::restoresChanged,
                ids,
                clock);
    }

    @Bean
    RowActs rowActs(
            ErasureTable table, ReachTable reach, Remains remains, Instances instances, Vault vault, Audit audit) {
        return new RowActs(table, reach, remains, instances, vault, audit);
    }

    @Bean
    LastActs lastActs(
            ErasureTable table,
            RowActs rows,
            Remains remains,
            Entries entries,
            Mail mail,
            Subscriptions subscriptions,
            Requests requests,
            Vault vault,
            Audit audit,
            TransactionTemplate transactions,
            Clock clock) {
        return new LastActs(
                table, rows, remains, entries, mail, subscriptions, requests, vault, audit, transactions, clock);
    }

    @Bean
    Advance advance(
            ErasureTable table,
            OutsideActs outside,
            RowActs rows,
            LastActs last,
            TransactionTemplate transactions,
            Clock clock) {
        return new Advance(table, outside, rows, last, transactions, clock, _ -> {});
    }

    @Bean
    Intake intake(
            Erasures erasures,
            ErasureTable table,
            ReachTable reach,
            Requests requests,
            Subscriptions subscriptions,
            Accounts accounts,
            Memberships memberships,
            Vault vault,
            TransactionTemplate transactions,
            Clock clock) {
        return new Intake(
                erasures, table, reach, requests, subscriptions, accounts, memberships, vault, transactions, clock);
    }

    @Bean
    ErasureWorker erasureWorker(
            ErasureTable table,
            ReachTable reach,
            Intake intake,
            Erasures erasures,
            Advance advance,
            Traces traces,
            ErasureSettings settings,
            Clock clock) {
        return new ErasureWorker(table, reach, intake, erasures, advance, traces, settings, clock);
    }

    @Bean
    ErasureConsole erasureConsole(Erasures erasures) {
        return new ErasureConsole(erasures);
    }

    @Bean
    ErasureRoutes erasureRoutes(Erasures erasures) {
        return new ErasureRoutes(erasures);
    }

    @Bean
    NavEntry erasuresEntry() {
        return new NavEntry(
                Shell.CONSOLE,
                NavGroup.PEOPLE,
                AFTER_THE_REQUESTS,
                "/erasures",
                "erasure.title",
                Permission.STAFF_REQUEST_VIEW);
    }

    @Bean
    ErasureTwins erasureTwins(
            ErasureTable table,
            ReachTable reach,
            Remains remains,
            Instances instances,
            Sites sites,
            LastActs last,
            Vault vault,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        return new ErasureTwins(
                (destroyer, kept) -> new Advance(
                        table,
                        new OutsideActs(
                                table,
                                reach,
                                instances,
                                sites,
                                _ -> List.of(),
                                _ -> 0,
                                destroyer,
                                _ -> {},
                                audit,
                                transactions,
                                () -> {},
                                ids,
                                clock),
                        new RowActs(table, reach, kept, instances, vault, audit),
                        last,
                        transactions,
                        clock,
                        _ -> {}),
                vault::destroy,
                remains,
                clock);
    }

    @Bean
    ErasureDrill erasureDrill(
            Advance advance,
            ErasureTwins twins,
            Erasures erasures,
            Remains remains,
            Accounts accounts,
            Mail mail,
            Vault vault,
            SecureRandom chance) {
        return new ErasureDrill(
                new ErasureTarget(advance), twins.leavingTheKey(), erasures, remains, accounts, mail, vault, chance);
    }
}
