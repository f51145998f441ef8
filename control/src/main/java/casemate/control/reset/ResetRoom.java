package casemate.control.reset;

import casemate.control.account.Accounts;
import casemate.control.audit.Audit;
import casemate.control.mail.Mail;
import casemate.control.password.EvenPace;
import casemate.control.signin.Elsewhere;
import casemate.control.signin.Sessions;
import casemate.control.web.RateLimits;
import casemate.control.web.Site;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class ResetRoom {
    @Bean
    Resets resets(
            JdbcClient jdbc,
            Accounts accounts,
            Sessions sessions,
            ObjectProvider<Elsewhere> elsewhere,
            Audit audit,
            Mail mail,
            TransactionTemplate transactions,
            SecureRandom chance,
            Clock clock,
            Site site) {
        return new Resets(
                new ResetTable(jdbc),
                accounts,
                sessions,
                () -> elsewhere.getIfAvailable(() -> Elsewhere.NOWHERE),
                audit,
                mail,
                transactions,
                chance,
                clock,
                site);
    }

    @Bean
    ResetRoutes resetRoutes(Resets resets, RateLimits limits) {
        return new ResetRoutes(resets, limits, new EvenPace());
    }
}
