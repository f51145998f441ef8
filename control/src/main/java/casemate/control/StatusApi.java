package casemate.control;

import casemate.base.Json;
import casemate.control.account.Accounts;
import casemate.control.gateway.EdgeSeen;
import casemate.control.gateway.Gateway;
import casemate.control.instance.Instances;
import casemate.control.mail.Mail;
import casemate.control.policy.DrillStanding;
import casemate.control.policy.Drills;
import casemate.control.policy.Policies;
import casemate.control.policy.PolicyVersion;
import casemate.control.ward.Ward;
import casemate.control.web.JsonAnswer;
import casemate.control.web.Open;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// How the whole platform is, in one answer of the API. Described in `docs/formats/api.md`.
@Controller
@Open("the token of the local API guards it")
final class StatusApi {
    private final Accounts accounts;
    private final Mail mail;
    private final Instances instances;
    private final Drills drills;
    private final Policies policies;
    private final Gateway gateway;
    private final Ward ward;
    private final Site site;

    StatusApi(
            Accounts accounts,
            Mail mail,
            Instances instances,
            Drills drills,
            Policies policies,
            Gateway gateway,
            Ward ward,
            Site site) {
        this.accounts = accounts;
        this.mail = mail;
        this.instances = instances;
        this.drills = drills;
        this.policies = policies;
        this.gateway = gateway;
        this.ward = ward;
        this.site = site;
    }

    @GetMapping("/local/api/v1/status")
    ResponseEntity<byte[]> status() {
        List<DrillStanding> standings = drills.standings();
        Json.Builder o = Json.object()
                .put("portal", site.origin(Shell.PORTAL) + "/")
                .put("console", site.origin(Shell.CONSOLE) + "/")
                .put("trust", site.origin("trust") + "/")
                .put("customers", accounts.countCustomers())
                .put("mailIsSent", mail.sends())
                .put("instances", counts(instances.states()))
                .put("hostSilent", instances.hostSilent())
                .put("drills", counts(standings.stream().collect(byState())))
                .put("gateway", gateway())
                .put("leavesWaiting", policies.waiting())
                .put("policyRefused", policies.standingRefusal().isPresent());
        policies.inForce().map(PolicyVersion::digest).ifPresent(digest -> o.put("policy", digest));
        return JsonAnswer.ok(o.build());
    }

    private Json.Obj gateway() {
        List<EdgeSeen> edges = gateway.edges();
        return Json.object()
                .put("edges", edges.size())
                .put("edgesSilent", edges.stream().filter(EdgeSeen::silent).count())
                .put("certificateAlarms", gateway.alarms())
                .put("bans", ward.inForce())
                .put("underAttack", ward.underAttack())
                .build();
    }

    private static Collector<DrillStanding, ?, Map<String, Long>> byState() {
        return Collectors.groupingBy(s -> s.now().name().toLowerCase(Locale.ROOT), TreeMap::new, Collectors.counting());
    }

    private static Json.Obj counts(Map<String, Long> counts) {
        Json.Builder o = Json.object();
        counts.forEach(o::put);
        return o.build();
    }
}
