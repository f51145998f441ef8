package casemate.control.deploy;

import casemate.control.account.Accounts;
import casemate.control.audit.Audit;
import casemate.control.mail.Mail;
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
public class DeployRoom {
    private static final int AFTER_CRYPTOGRAPHY = 76;

    @Bean
    StrongroomAlarms strongroomAlarms(
            JdbcClient jdbc,
            Audit audit,
            Accounts accounts,
            Mail mail,
            Site site,
            TransactionTemplate transactions,
            Clock clock) {
        return new StrongroomAlarms(new AlarmTable(jdbc), audit, accounts, mail, site, transactions, clock);
    }

    @Bean
    AlarmWatch alarmWatch(StrongroomAlarms alarms) {
        return new AlarmWatch(alarms);
    }

    @Bean
    DeployRoutes deployRoutes(StrongroomAlarms alarms) {
        return new DeployRoutes(alarms);
    }

    @Bean
    NavEntry strongroomEntry() {
        return new NavEntry(
                Shell.CONSOLE,
                NavGroup.PROTECTION,
                AFTER_CRYPTOGRAPHY,
                "/strongroom",
                "deploy.title",
                Permission.STAFF_POLICY_VIEW);
    }
}
