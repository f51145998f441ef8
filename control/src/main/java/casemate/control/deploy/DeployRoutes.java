package casemate.control.deploy;

import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// The operator's list of tokens that were refused.
@Controller
final class DeployRoutes {
    private final StrongroomAlarms alarms;

    DeployRoutes(StrongroomAlarms alarms) {
        this.alarms = alarms;
    }

    @Needs(Permission.STAFF_POLICY_VIEW)
    @GetMapping("/console/strongroom")
    ResponseEntity<byte[]> page(Page page) {
        return page.show("deploy/strongroom", Map.of("alarms", alarms.newest()));
    }
}
