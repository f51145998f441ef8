package casemate.control.export;

import casemate.base.Ids;
import casemate.control.account.Accounts;
import casemate.control.audit.Audit;
import casemate.control.field.SealedColumn;
import casemate.control.field.SealedTable;
import casemate.control.instance.Instances;
import casemate.control.inventory.Inventory;
import casemate.control.invoice.Invoices;
import casemate.control.mail.Mail;
import casemate.control.request.Requests;
import casemate.control.web.Site;
import casemate.control.web.Words;
import casemate.vault.Vault;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class ExportRoom {
    /// For the rotation of keys: the key of the pieces, not the pieces.
    @Bean
    SealedTable sealedExports() {
        return new SealedTable(
                "export.export",
                "id",
                "id",
                "customer_id",
                List.of(
                        SealedColumn.of("sealed_key", Exports.KEY),
                        SealedColumn.of("sealed_passphrase", Exports.PASSPHRASE)));
    }

    @Bean
    ExportTable exportTable(JdbcClient jdbc) {
        return new ExportTable(jdbc);
    }

    @Bean
    Sources exportSources() {
        return new Sources();
    }

    @Bean
    Exports exports(
            ExportTable table,
            Requests requests,
            Vault vault,
            Audit audit,
            TransactionTemplate transactions,
            Sources sources,
            Instances instances,
            Ids ids,
            Clock clock) {
        return new Exports(table, requests, vault, audit, transactions, sources, instances, ids, clock);
    }

    @Bean
    ExportMaker exportMaker(
            JdbcClient jdbc,
            Inventory inventory,
            Accounts accounts,
            Audit audit,
            Invoices invoices,
            Instances instances,
            Sources sources,
            Words words,
            PlatformTransactionManager manager) {
        TransactionTemplate moment = new TransactionTemplate(manager);
        moment.setReadOnly(true);
        moment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        return new ExportMaker(
                new CarriedTable(jdbc, inventory), accounts, audit, invoices, instances, sources, words, moment);
    }

    @Bean
    ExportWorker exportWorker(
            ExportTable table,
            ExportMaker maker,
            Requests requests,
            Accounts accounts,
            Audit audit,
            Mail mail,
            Site site,
            Vault vault,
            PlatformTransactionManager manager,
            SecureRandom chance,
            Ids ids,
            Clock clock) {
        TransactionTemplate apart = new TransactionTemplate(manager);
        apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        return new ExportWorker(
                table,
                maker,
                new ExportEnds(
                        table, requests, accounts, audit, mail, site, new TransactionTemplate(manager), ids, clock),
                requests,
                vault,
                apart,
                chance,
                clock);
    }

    @Bean
    ExportRoutes exportRoutes(Exports exports, ExportMaker maker) {
        return new ExportRoutes(exports, maker);
    }
}
