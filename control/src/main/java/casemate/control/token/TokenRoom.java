package casemate.control.token;

import casemate.base.Ids;
import casemate.control.account.Accounts;
import casemate.control.account.Memberships;
import casemate.control.audit.Audit;
import casemate.control.web.Rights;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class TokenRoom {
    @Bean
    Tokens tokens(
            JdbcClient jdbc,
            Accounts accounts,
            Memberships memberships,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            SecureRandom chance,
            Clock clock) {
        Standing standing = (person, customer) -> accounts.person(person)
                .filter(_ -> memberships.find(person, customer).isPresent())
                .map(p -> new Standing.Stand(p, Rights.owner()));
        return new Tokens(new TokenTable(jdbc), standing, audit, transactions, ids, chance, clock);
    }

    @Bean
    TokenRoutes tokenRoutes(Tokens tokens) {
        return new TokenRoutes(tokens);
    }
}
