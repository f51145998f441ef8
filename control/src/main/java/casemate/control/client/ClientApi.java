package casemate.control.client;

import casemate.base.Actor;
import casemate.base.Json;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.web.JsonAnswer;
import casemate.control.web.Open;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/// The command line's way to the secrets of applications. None is ever shown.
@Controller
@Open("the token of the local API guards it")
final class ClientApi {
    private static final Actor CALLER = new Actor.Program("api");
    private static final int MAX_BODY_BYTES = 1 << 10;

    private final ClientSecrets secrets;
    private final Instances instances;

    ClientApi(ClientSecrets secrets, Instances instances) {
        this.secrets = secrets;
        this.instances = instances;
    }

    @PostMapping("/local/api/v1/instances/{name}/client/rotate")
    ResponseEntity<byte[]> rotate(@PathVariable("name") String name, @RequestBody byte[] body) {
        Json.parseObject(body, MAX_BODY_BYTES).only();
        Instance instance = instances.known(name, CALLER);
        return JsonAnswer.ok(Json.object()
                .put("name", instance.slug())
                .put("previousUntil", secrets.rotate(instance, CALLER))
                .build());
    }
}
