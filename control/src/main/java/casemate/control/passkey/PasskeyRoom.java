package casemate.control.passkey;

import casemate.base.Ids;
import casemate.control.account.Accounts;
import casemate.control.audit.Audit;
import casemate.control.factor.Factors;
import casemate.control.step.Doorway;
import casemate.control.web.RateLimits;
import casemate.control.web.Site;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class PasskeyRoom {
    @Bean
    Passkeys passkeys(
            JdbcClient jdbc,
            Factors factors,
            Accounts accounts,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            SecureRandom chance,
            Clock clock,
            Site site) {
        return new Passkeys(
                new PasskeyTable(jdbc),
                new ChallengeTable(jdbc),
                new Ceremonies(),
                factors,
                accounts,
                audit,
                transactions,
                ids,
                chance,
                clock,
                site);
    }

    @Bean
    PasskeyRoutes passkeyRoutes(Passkeys passkeys, Accounts accounts, SecureRandom chance) {
        return new PasskeyRoutes(passkeys, accounts, new BrowserCookie(chance));
    }

    @Bean
    EntryRoutes passkeyEntryRoutes(
            Passkeys passkeys, Accounts accounts, Doorway doorway, RateLimits limits, SecureRandom chance) {
        return new EntryRoutes(passkeys, accounts, doorway, limits, new BrowserCookie(chance));
    }
}
