package casemate.control.token;

import casemate.base.Ids;
import casemate.control.account.Accounts;
import casemate.control.audit.Audit;
import casemate.control.role.Roles;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
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
            Roles roles,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            SecureRandom chance,
            Clock clock,
            ObjectProvider<Voucher> vouchers) {
        Standing standing = (person, customer) -> accounts.acting(person, Optional.of(customer))
                .flatMap(a -> a.membership()
                        .filter(m -> m.customer().equals(customer))
                        .map(m -> new Standing.Stand(a.person(), roles.rights(m), m.joinedAt())));
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
