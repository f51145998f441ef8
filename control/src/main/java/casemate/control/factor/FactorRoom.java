package casemate.control.factor;

import casemate.base.Ids;
import casemate.base.SealingKey;
import casemate.control.account.Accounts;
import casemate.control.audit.Audit;
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
    @Bean
    Generators generators(
            JdbcClient jdbc,
            SealingKey seal,
            FactorSettings settings,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        Generators generators = new Generators(
                new GeneratorTable(jdbc, "factor"), seal, settings.codesOnce(), transactions, ids, clock);
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
                clock,
                site,
                () -> rules.orderedStream().toList(),
                () -> others.orderedStream().toList());
    }

    @Bean
    FactorDrill factorDrill(
            Generators generators,
            Accounts accounts,
            DataSource dataSource,
            SealingKey seal,
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
                () -> FactorTarget.twin(dataSource, seal, ids, clock));
    }

    @Bean
    FactorRule staffRule() {
        return (_, operator) -> operator;
    }
}
