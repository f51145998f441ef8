package casemate.control.mail;

import casemate.base.Ids;
import casemate.control.web.NavEntry;
import casemate.control.web.NavGroup;
import casemate.control.web.Permission;
import casemate.control.web.Shell;
import casemate.control.web.Words;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class MailRoom {
    private static final int BEFORE_THE_AUDIT = 80;

    @Bean
    MailTable mailTable(JdbcClient jdbc) {
        return new MailTable(jdbc, "mail");
    }

    @Bean
    Mail mail(MailTable table, Words words, Ids ids, Clock clock, MailSettings settings) {
        return new Mail(
                table, new LetterWriter(words), ids, clock, settings.relay().isPresent());
    }

    @Bean
    MailWorker mailWorker(MailTable table, TransactionTemplate transactions, Clock clock, MailSettings settings) {
        return new MailWorker(table, transactions, clock, settings.relay().map(Postman::new));
    }

    @Bean
    MailRoutes mailRoutes(Mail mail) {
        return new MailRoutes(mail);
    }

    @Bean
    NavEntry mailEntry() {
        return new NavEntry(
                Shell.CONSOLE, NavGroup.RECORDS, BEFORE_THE_AUDIT, "/mail", "mail.title", Permission.STAFF_MAIL_VIEW);
    }
}
