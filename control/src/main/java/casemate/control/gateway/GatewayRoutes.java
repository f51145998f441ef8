package casemate.control.gateway;

import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The operator's live view of the edges.
@Controller
final class GatewayRoutes {
    private final Gateway gateway;

    GatewayRoutes(Gateway gateway) {
        this.gateway = gateway;
    }

    @Needs(Permission.STAFF_GATEWAY_VIEW)
    @GetMapping("/console/gateway")
    ResponseEntity<byte[]> page(Page page, @RequestParam(name = "by", defaultValue = "") String by) {
        return page.show("gateway/gateway", Map.of("live", gateway.live(Order.of(by))));
    }

    /// The part of the page that follows by itself.
    @Needs(Permission.STAFF_GATEWAY_VIEW)
    @GetMapping("/console/gateway/live")
    ResponseEntity<byte[]> live(Page page, @RequestParam(name = "by", defaultValue = "") String by) {
        return page.show("gateway/live", Map.of("live", gateway.live(Order.of(by))));
    }
}
