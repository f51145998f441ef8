package casemate.control.replica;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.control.instance.Instance;
import casemate.control.instance.InstanceTabs;
import casemate.control.instance.Instances;
import casemate.control.policy.Policies;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.promise.BackupPromise.SecondaryRegion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// How near standbys are: of one instance in the portal and in the console, of all of them in the console.
@Controller
final class ReplicaPages {
    static final String TAB = "/standby";
    static final String ALL = "/standbys";

    private final Replicas replicas;
    private final Instances instances;
    private final InstanceTabs tabs;
    private final Policies policies;

    ReplicaPages(Replicas replicas, Instances instances, InstanceTabs tabs, Policies policies) {
        this.replicas = replicas;
        this.instances = instances;
        this.tabs = tabs;
        this.policies = policies;
    }

    @Needs(Permission.BACKUP_VIEW)
    @GetMapping({"/portal/instances/{id}/standby", "/console/instances/{id}/standby"})
    ResponseEntity<byte[]> one(Page page, @PathVariable("id") String id) {
        Actor actor = page.signedIn().actor();
        Instance instance = instances.get(new InstanceId(id), actor);
        Optional<StandbyView> shown = replicas.find(instance.id()).map(r -> view(instance, r));
        return page.show(
                "replica/one",
                Map.of(
                        "instance",
                        instance,
                        "tabs",
                        tabs.of(instance.id(), TAB),
                        "standby",
                        shown,
                        "promised",
                        promised()));
    }

    @Needs(Permission.STAFF_BACKUP_VIEW)
    @GetMapping("/console/standbys")
    ResponseEntity<byte[]> all(Page page) {
        Actor actor = page.signedIn().actor();
        List<StandbyView> shown = replicas.all().stream()
                .map(r -> view(instances.get(r.instance(), actor), r))
                .toList();
        return page.show("replica/all", Map.of("standbys", shown, "promised", promised()));
    }

    private Optional<SecondaryRegion> promised() {
        return policies.policy().flatMap(policy -> policy.find(SecondaryRegion.class));
    }

    private StandbyView view(Instance instance, Replica replica) {
        return new StandbyView(
                instance,
                replica.state().word(),
                replicas.region(replica.primary()),
                replicas.region(replica.standby()),
                seconds(replicas.behind(replica)),
                seconds(replicas.filesBehind(replica)),
                replica.far(),
                replica.moved(),
                replica.detail());
    }

    private static Optional<Double> seconds(Optional<Duration> lag) {
        return lag.map(each -> each.toMillis() / 1_000.0);
    }
}
