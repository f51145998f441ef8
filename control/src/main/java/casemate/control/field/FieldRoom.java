package casemate.control.field;

import casemate.control.audit.Audit;
import casemate.vault.Vault;
import java.time.Clock;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class FieldRoom {
    @Bean
    Fields fields(Vault vault) {
        return Fields.of(vault);
    }

    @Bean
    SealedRows sealedRows(JdbcClient jdbc) {
        return new SealedRows(jdbc);
    }

    @Bean
    Resealing resealing(SealedRows rows, Vault vault, TransactionTemplate transactions) {
        return new Resealing(rows, vault, transactions);
    }

    @Bean
    Rotations rotations(
            JdbcClient jdbc,
            SealedRows rows,
            Resealing resealing,
            ObjectProvider<SealedTable> tables,
            Vault vault,
            Audit audit,
            TransactionTemplate transactions,
            Clock clock) {
        return new Rotations(new RotationTable(jdbc), rows, resealing, all(tables), vault, audit, transactions, clock);
    }

    @Bean
    FieldWorker fieldWorker(
            ObjectProvider<SealedTable> tables,
            Resealing resealing,
            Rotations rotations,
            Vault vault,
            FieldSettings settings) {
        return new FieldWorker(all(tables), resealing, rotations, vault, settings);
    }

    @Bean
    FieldApi fieldApi(Rotations rotations) {
        return new FieldApi(rotations);
    }

    private static List<SealedTable> all(ObjectProvider<SealedTable> tables) {
        return tables.orderedStream().toList();
    }
}
