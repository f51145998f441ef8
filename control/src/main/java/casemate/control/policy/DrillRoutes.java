package casemate.control.policy;

import casemate.base.Refusal;
import casemate.control.web.Flash;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.promise.Entry;
import casemate.promise.Policy;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// The operator's view of the policy in force, the drills and their findings.
@Controller
final class DrillRoutes {
    private final Drills drills;
    private final Policies policies;

    DrillRoutes(Drills drills, Policies policies) {
        this.drills = drills;
        this.policies = policies;
    }

    @Needs(Permission.STAFF_POLICY_VIEW)
    @GetMapping("/console/drills")
    ResponseEntity<byte[]> list(Page page) {
        return page.show("policy/drills", Map.of("standings", drills.standings(), "findings", drills.findings()));
    }

    /// The part of the page that follows by itself.
    @Needs(Permission.STAFF_POLICY_VIEW)
    @GetMapping("/console/drills/standings")
    ResponseEntity<byte[]> standings(Page page) {
        return page.show("policy/standings", Map.of("standings", drills.standings()));
    }

    @Needs(Permission.STAFF_POLICY_VIEW)
    @GetMapping("/console/drills/{drill}")
    ResponseEntity<byte[]> one(Page page, @PathVariable("drill") String drill) {
        return page.show("policy/drill", Map.of("drill", known(drill).drill(), "runs", drills.history(drill)));
    }

    @Needs(Permission.STAFF_DRILL_RUN)
    @PostMapping("/console/drills/run")
    ResponseEntity<byte[]> runAll(Page page) {
        drills.ask(List.of(), page.signedIn().actor());
        return page.see("/drills", Flash.good("policy.drills.asked"));
    }

    @Needs(Permission.STAFF_DRILL_RUN)
    @PostMapping("/console/drills/{drill}/run")
    ResponseEntity<byte[]> run(Page page, @PathVariable("drill") String drill) {
        drills.ask(known(drill), page.signedIn().actor());
        return page.see("/drills", Flash.good("policy.drills.asked"));
    }

    private DrillStanding known(String drill) {
        return drills.standings().stream()
                .filter(s -> s.drill().equals(drill))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound("drill-unknown", "There is no such drill; look at the list."));
    }

    @Needs(Permission.STAFF_POLICY_VIEW)
    @GetMapping("/console/policy")
    ResponseEntity<byte[]> policy(Page page) {
        List<Entry> promises = policies.policy().map(Policy::inOrder).orElse(List.of());
        return page.show(
                "policy/policy",
                Map.of(
                        "history", policies.history(),
                        "refused", policies.standingRefusal(),
                        "promises", promises,
                        "waiting", policies.waiting()));
    }
}
