package casemate.control.token;

import casemate.base.Ids;
import casemate.control.account.Accounts;
import casemate.control.account.Memberships;
import casemate.control.audit.Audit;
import casemate.control.role.Roles;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
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
            Roles roles,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            SecureRandom chance,
            Clock clock,
            ObjectProvider<Voucher> vouchers) {
        Standing standing = (person, customer) -> accounts.person(person)
                .flatMap(p -> memberships
                        .find(person, customer)
                        .map(m -> new Standing.Stand(p, roles.rights(m), m.joinedAt())));
        return new Tokens(
                new TokenTable(jdbc),
                standing,
                () -> vouchers.orderedStream().toList(),
                audit,
                transactions,
                ids,
                chance,
                clock);
    }

    @Bean
    TokenRoutes tokenRoutes(Tokens tokens) {
        return new TokenRoutes(tokens);
    }
}
