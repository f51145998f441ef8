package casemate.control.ward;

import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// What the firewall saw at all instances, for operators.
@Controller
final class FirewallRoutes {
    private static final int PAGE_SIZE = 50;

    private final Events events;

    FirewallRoutes(Events events) {
        this.events = events;
    }

    @Needs(Permission.STAFF_BAN_VIEW)
    @GetMapping("/console/firewall")
    ResponseEntity<byte[]> list(
            Page page,
            @RequestParam(name = "q", defaultValue = "") String sought,
            @RequestParam(name = "before", defaultValue = "") String before) {
        List<FirewallEvent> found = events.page(Optional.empty(), sought, smallest(before), PAGE_SIZE);
        long next = found.size() == PAGE_SIZE ? found.getLast().number() : 0;
        return page.show("ward/firewall", Map.of("events", found, "sought", sought, "next", next));
    }

    /// A mangled address shows the newest page: nothing is lost by it.
    static long smallest(String typed) {
        try {
            return Math.max(0, Long.parseLong(typed));
        } catch (NumberFormatException _) {
            return Long.MAX_VALUE;
        }
    }
}
