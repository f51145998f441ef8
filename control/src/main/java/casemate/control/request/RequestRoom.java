package casemate.control.request;

import casemate.base.Ids;
import casemate.control.account.Accounts;
import casemate.control.account.Memberships;
import casemate.control.audit.Audit;
import casemate.control.mail.Mail;
import casemate.control.policy.Policies;
import casemate.control.role.Administrators;
import casemate.control.web.NavEntry;
import casemate.control.web.NavGroup;
import casemate.control.web.Permission;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class RequestRoom {
    private static final int AFTER_THE_CUSTOMERS = 51;

    @Bean
    Requests requests(
            JdbcClient jdbc,
            Accounts accounts,
            Memberships memberships,
            Policies policies,
            Administrators administrators,
            Mail mail,
            Site site,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        return new Requests(
                new RequestTable(jdbc),
                accounts,
                memberships,
                policies,
                new RequestLetters(accounts, administrators, mail, site),
                audit,
                transactions,
                ids,
                clock);
    }

    @Bean
    RequestRoutes requestRoutes(Requests requests) {
        return new RequestRoutes(requests);
    }

    @Bean
    RequestConsole requestConsole(Requests requests) {
        return new RequestConsole(requests);
    }

    @Bean
    NavEntry requestsEntry() {
        return new NavEntry(
                Shell.CONSOLE,
                NavGroup.PEOPLE,
                AFTER_THE_CUSTOMERS,
                "/requests",
                "request.requests",
                Permission.STAFF_REQUEST_VIEW);
    }
}
