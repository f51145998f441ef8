package casemate.control.audit;

import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The operator's view of the audit.
@Controller
final class AuditRoutes {
    private static final int PAGE_SIZE = 50;

    private final Audit audit;

    AuditRoutes(Audit audit) {
        this.audit = audit;
    }

    @Needs(Permission.STAFF_AUDIT_VIEW)
    @GetMapping("/console/audit")
    ResponseEntity<byte[]> list(Page page, @RequestParam(name = "before", defaultValue = "") String before) {
        List<Event> events = audit.page(number(before), PAGE_SIZE);
        long next = events.size() == PAGE_SIZE ? events.getLast().number() : 0;
        return page.show("audit/events", Map.of("events", events, "next", next));
    }

    /// A mangled address shows the newest page: nothing is lost by it.
    private static long number(String typed) {
        try {
            return Math.max(0, Long.parseLong(typed));
        } catch (NumberFormatException _) {
            return Long.MAX_VALUE;
        }
    }
}
