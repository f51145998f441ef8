package casemate.control.audit;

import casemate.control.web.NavEntry;
import casemate.control.web.NavGroup;
import casemate.control.web.Permission;
import casemate.control.web.Shell;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Wires this room.
@Configuration(proxyBeanMethods = false)
public class AuditRoom {
    private static final int LAST = 90;

    @Bean
    Audit audit(JdbcClient jdbc, ObjectProvider<Ownership> owners, Clock clock) {
        return new Audit(
                new AuditTable(jdbc, "audit"), () -> owners.orderedStream().toList(), clock);
    }

    @Bean
    AuditRoutes auditRoutes(Audit audit) {
        return new AuditRoutes(audit);
    }

    @Bean
    NavEntry auditEntry() {
        return new NavEntry(
                Shell.CONSOLE, NavGroup.RECORDS, LAST, "/audit", "audit.title", Permission.STAFF_AUDIT_VIEW);
    }
}
