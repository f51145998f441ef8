package casemate.control.domain;

import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.control.instance.Instance;
import casemate.control.instance.InstanceTabs;
import casemate.control.instance.Instances;
import casemate.control.web.Flash;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.control.web.RateLimits;
import casemate.control.web.RateLimits.Limit;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The page of one instance with the domains that its customer brings, for customers and operators.
@Controller
final class DomainPages {
    static final String TAB = "/domains";
    private static final String PORTAL = "/portal/instances/{id}/domains";
    private static final String CONSOLE = "/console/instances/{id}/domains";
    /// Others' servers are asked.
    private static final Limit CHECKS = new Limit("domain-check", 30, Duration.ofMinutes(10));

    private final Domains domains;
    private final Instances instances;
    private final InstanceTabs tabs;
    private final RateLimits limits;
    private final DomainSettings settings;

    DomainPages(Domains domains, Instances instances, InstanceTabs tabs, RateLimits limits, DomainSettings settings) {
        this.domains = domains;
        this.instances = instances;
        this.tabs = tabs;
        this.limits = limits;
        this.settings = settings;
    }

    @Needs(Permission.ACCESS_VIEW)
    @GetMapping({PORTAL, CONSOLE})
    ResponseEntity<byte[]> show(Page page, @PathVariable("id") String id) {
        return show(page, HttpStatus.OK, id, "", "");
    }

    @Needs(Permission.ACCESS_MANAGE)
    @PostMapping({PORTAL, CONSOLE})
    ResponseEntity<byte[]> claim(Page page, @PathVariable("id") String id, @RequestParam("host") String host) {
        try {
            domains.claim(new InstanceId(id), host, page.signedIn().actor());
        } catch (Refusal refusal) {
            return show(page, HttpStatus.UNPROCESSABLE_CONTENT, id, host, page.say(refusal));
        }
        return page.see("/instances/" + id + TAB, Flash.good("domain.done.claim"));
    }

    @Needs(Permission.ACCESS_MANAGE)
    @PostMapping({PORTAL + "/check", CONSOLE + "/check"})
    ResponseEntity<byte[]> check(Page page, @PathVariable("id") String id, @RequestParam("host") String host) {
        limits.count(CHECKS, id);
        Claim after = domains.check(new InstanceId(id), host, page.signedIn().actor());
        return page.see(
                "/instances/" + id + TAB,
                after.state().equals("served")
                        ? Flash.good("domain.done.served")
                        : Flash.bad("domain.finding." + after.finding()));
    }

    @Needs(Permission.ACCESS_MANAGE)
    @PostMapping({PORTAL + "/remove", CONSOLE + "/remove"})
    ResponseEntity<byte[]> remove(Page page, @PathVariable("id") String id, @RequestParam("host") String host) {
        domains.remove(new InstanceId(id), host, page.signedIn().actor());
        return page.see("/instances/" + id + TAB, Flash.good("domain.done.remove"));
    }

    private ResponseEntity<byte[]> show(Page page, HttpStatus status, String id, String typed, String problem) {
        Instance instance = instances.get(new InstanceId(id), page.signedIn().actor());
        List<Claim> claims = domains.of(instance.id(), page.signedIn().actor());
        Map<String, Object> model = new HashMap<>();
        model.put("instance", instance);
        model.put("tabs", tabs.of(instance.id(), TAB));
        model.put("claims", claims);
        model.put("typed", typed);
        model.put("problem", problem);
        model.put("certified", settings.certificates());
        model.put(
                "addresses",
                settings.addresses().stream()
                        .map(InetAddress::getHostAddress)
                        .sorted()
                        .toList());
        return page.show(status, "domain/one", model);
    }
}
