package casemate.control.domain;

import casemate.base.Actor;
import casemate.base.Json;
import casemate.control.instance.Instance;
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

/// The command line's way to domains; an instance is named by its id or its slug.
@Controller
@Open("the token of the local API guards it")
final class DomainApi {
    private static final Actor CALLER = new Actor.Program("api");
    private static final int MAX_BODY_BYTES = 8 << 10;

    private final Domains domains;
    private final Instances instances;

    DomainApi(Domains domains, Instances instances) {
        this.domains = domains;
        this.instances = instances;
    }

    @GetMapping("/local/api/v1/instances/{name}/domains")
    ResponseEntity<byte[]> list(@PathVariable("name") String name) {
        Instance instance = instances.known(name, CALLER);
        return JsonAnswer.ok(Json.object()
                .put("domains", Json.array(domains.of(instance.id(), CALLER), claim -> json(claim, instance)))
                .build());
    }

    @PostMapping("/local/api/v1/instances/{name}/domains/add")
    ResponseEntity<byte[]> add(@PathVariable("name") String name, @RequestBody byte[] body) {
        Instance instance = instances.known(name, CALLER);
        return JsonAnswer.of(HttpStatus.CREATED, json(domains.claim(instance.id(), host(body), CALLER), instance));
    }

    @PostMapping("/local/api/v1/instances/{name}/domains/check")
    ResponseEntity<byte[]> check(@PathVariable("name") String name, @RequestBody byte[] body) {
        Instance instance = instances.known(name, CALLER);
        return JsonAnswer.ok(json(domains.check(instance.id(), host(body), CALLER), instance));
    }

    @PostMapping("/local/api/v1/instances/{name}/domains/remove")
    ResponseEntity<byte[]> remove(@PathVariable("name") String name, @RequestBody byte[] body) {
        domains.remove(instances.known(name, CALLER).id(), host(body), CALLER);
        return JsonAnswer.ok(Json.object().build());
    }

    private static String host(byte[] body) {
        return Json.parseObject(body, MAX_BODY_BYTES).only("host").text("host");
    }

    private static Json.Obj json(Claim claim, Instance instance) {
        return Json.object()
                .put("host", claim.host())
                .put("state", claim.state())
                .put("finding", claim.finding())
                .put("record", claim.recordName())
                .put("value", claim.recordValue())
                .put("leadsTo", instance.host())
                .build();
    }
}
