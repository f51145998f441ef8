package casemate.control.replica;

import casemate.base.Actor;
import casemate.base.Json;
import casemate.control.instance.Instances;
import casemate.control.web.JsonAnswer;
import casemate.control.web.Open;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/// The command line's way to standbys; an instance is named by its id or its slug.
@Controller
@Open("the token of the local API guards it")
final class ReplicaApi {
    private static final Actor CALLER = new Actor.Program("api");
    private static final int MAX_BODY_BYTES = 1 << 10;

    private final Replicas replicas;
    private final Instances instances;

    ReplicaApi(Replicas replicas, Instances instances) {
        this.replicas = replicas;
        this.instances = instances;
    }

    @GetMapping("/local/api/v1/replicas")
    ResponseEntity<byte[]> all() {
        return JsonAnswer.ok(Json.object()
                .put("replicas", Json.array(replicas.all(), this::json))
                .build());
    }

    @GetMapping("/local/api/v1/instances/{name}/replica")
    ResponseEntity<byte[]> one(@PathVariable("name") String name) {
        return JsonAnswer.ok(json(replicas.of(instances.known(name, CALLER).id(), CALLER)));
    }

    @PostMapping("/local/api/v1/instances/{name}/replica/begin")
    ResponseEntity<byte[]> begin(@PathVariable("name") String name, @RequestBody byte[] body) {
        Json.Obj wish = Json.parseObject(body, MAX_BODY_BYTES).only("host");
        return JsonAnswer.of(
                HttpStatus.ACCEPTED,
                json(replicas.begin(instances.known(name, CALLER).id(), wish.text("host"), CALLER)));
    }

    @PostMapping("/local/api/v1/instances/{name}/replica/failover")
    ResponseEntity<byte[]> failover(@PathVariable("name") String name, @RequestBody byte[] body) {
        Json.Obj wish = Json.parseObject(body, MAX_BODY_BYTES).only("lossy", "hostIsOff");
        return JsonAnswer.of(
                HttpStatus.ACCEPTED,
                json(replicas.failover(
                        instances.known(name, CALLER).id(), wish.bool("lossy"), wish.bool("hostIsOff"), CALLER)));
    }

    @PostMapping("/local/api/v1/instances/{name}/replica/failback")
    ResponseEntity<byte[]> failback(@PathVariable("name") String name) {
        return JsonAnswer.of(
                HttpStatus.ACCEPTED,
                json(replicas.failback(instances.known(name, CALLER).id(), CALLER)));
    }

    @PostMapping("/local/api/v1/instances/{name}/replica/end")
    ResponseEntity<byte[]> end(@PathVariable("name") String name) {
        return JsonAnswer.of(
                HttpStatus.ACCEPTED,
                json(replicas.end(instances.known(name, CALLER).id(), CALLER)));
    }

    private Json.Obj json(Replica replica) {
        Json.Builder o = Json.object()
                .put("instance", replica.instance().value())
                .put("state", replica.state().word())
                .put("primary", replica.primary())
                .put("standby", replica.standby())
                .put("home", replica.home())
                .put("epoch", replica.epoch())
                .put("moving", replica.moving())
                .put("site", replica.site())
                .put("far", replica.far())
                .put("leaving", Json.array(replicas.leaving(replica.instance()), Json::of))
                .put("detail", replica.detail());
        replicas.behind(replica).ifPresent(lag -> o.put("behindMillis", lag.toMillis()));
        replicas.filesBehind(replica).ifPresent(lag -> o.put("filesBehindMillis", lag.toMillis()));
        return o.build();
    }
}
