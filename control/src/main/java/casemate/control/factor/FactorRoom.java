package casemate.control.factor;

import casemate.base.Ids;
import casemate.base.LabClock;
import casemate.base.SealingKey;
import casemate.control.account.Accounts;
import casemate.control.audit.Audit;
import casemate.control.field.ColumnSeal;
import casemate.control.field.Fields;
import casemate.control.field.SealedTable;
import casemate.control.mail.Mail;
import casemate.control.web.Site;
import java.security.SecureRandom;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class FactorRoom {
    /// A person may belong to several customers, so that what is theirs alone lies under the platform's key.
    @Bean
    ColumnSeal generatorSeal(Fields fields, SealingKey before) {
        return new ColumnSeal(fields, "factor.generator.secret", before, row -> "factor.generator/" + row);
    }

    @Bean
    SealedTable sealedGenerators(ColumnSeal generatorSeal) {
        return generatorSeal.table(
                "factor.generator", "sealed", "id", "(person_id || '/' || id)", SealedTable.PLATFORM);
    }

    @Bean
    Generators generators(
            JdbcClient jdbc,
            ColumnSeal generatorSeal,
            FactorSettings settings,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        Generators generators = new Generators(
                new GeneratorTable(jdbc, "factor"),
                generatorSeal,
                settings.codesOnce(),
                transactions,
                ids,
                LabClock.real(clock));
        generators.check();
        return generators;
    }

    @Bean
    Factors factors(
            Generators generators,
            JdbcClient jdbc,
            Accounts accounts,
            Audit audit,
            Mail mail,
            TransactionTemplate transactions,
            SecureRandom chance,
            Clock clock,
            Site site,
            ObjectProvider<FactorRule> rules,
            ObjectProvider<OtherFactor> others) {
        return new Factors(
                generators,
                new RecoveryTable(jdbc),
                accounts,
                audit,
                mail,
                transactions,
                chance,
                LabClock.real(clock),
                site,
                () -> rules.orderedStream().toList(),
                () -> others.orderedStream().toList());
    }

    @Bean
    FactorDrill factorDrill(
            Generators generators,
            Accounts accounts,
            DataSource dataSource,
            ColumnSeal generatorSeal,
            Ids ids,
            SecureRandom chance,
            Clock clock,
            ObjectProvider<SecondStep> steps) {
        return new FactorDrill(
                () -> FactorTarget.real(
                        generators,
                        accounts,
                        chance,
                        () -> steps.orderedStream().toList()),
                () -> FactorTarget.twin(dataSource, generatorSeal, ids, LabClock.real(clock)));
    }

    @Bean
    FactorRule staffRule() {
        return (_, operator) -> operator;
    }
}
