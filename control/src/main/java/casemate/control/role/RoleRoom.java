package casemate.control.role;

import casemate.base.Ids;
import casemate.control.account.Accounts;
import casemate.control.account.Memberships;
import casemate.control.audit.Audit;
import casemate.control.web.Declarations;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class RoleRoom {
    @Bean
    Roles roles(
            JdbcClient jdbc,
            Memberships memberships,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        return new Roles(new RoleTable(jdbc), memberships, audit, transactions, ids, clock);
    }

    @Bean
    Administrators administrators(Memberships memberships, Roles roles, Accounts accounts) {
        return new Administrators(memberships, roles, accounts);
    }

    @Bean
    RoleRoutes roleRoutes(Roles roles) {
        return new RoleRoutes(roles);
    }

    @Bean
    RoleDrill roleDrill(
            Accounts accounts,
            Roles roles,
            ObjectProvider<Declarations> declarations,
            ApplicationContext context,
            Site site,
            SecureRandom chance) {
        Function<UnaryOperator<String>, Supplier<RoleTarget>> with = given -> () -> new RoleTarget(
                accounts,
                roles,
                declarations.getObject().guarded(),
                () -> new CanaryBrowser(port(context), Shell.PORTAL.label() + "." + site.domain(), chance),
                given);
        return new RoleDrill(with.apply(role -> role), with.apply(_ -> "administrator"), chance);
    }

    /// Known only once the program serves.
    private static int port(ApplicationContext context) {
        return context instanceof WebServerApplicationContext server
                ? Objects.requireNonNull(server.getWebServer(), "serving").getPort()
                : 0;
    }
}
