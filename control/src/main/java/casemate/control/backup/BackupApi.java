package casemate.control.backup;

import casemate.base.Actor;
import casemate.base.Json;
import casemate.control.instance.Instances;
import casemate.control.web.JsonAnswer;
import casemate.control.web.Open;
import casemate.wire.BackupStore;
import java.util.HexFormat;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// The command line's way to backups; an instance is named by its id or its slug.
@Controller
@Open("the token of the local API guards it")
final class BackupApi {
    private static final Actor CALLER = new Actor.Program("api");

    private final Backups backups;
    private final Instances instances;

    BackupApi(Backups backups, Instances instances) {
        this.backups = backups;
        this.instances = instances;
    }

    @GetMapping("/local/api/v1/instances/{name}/backups")
    ResponseEntity<byte[]> list(@PathVariable("name") String name) {
        return JsonAnswer.ok(Json.object()
                .put(
                        "backups",
                        Json.array(backups.of(instances.known(name, CALLER).id(), CALLER), BackupJson::of))
                .build());
    }

    /// What a restore without the platform needs; each look is recorded.
    @PostMapping("/local/api/v1/instances/{name}/backups/keys")
    ResponseEntity<byte[]> keys(@PathVariable("name") String name) {
        return JsonAnswer.ok(Json.object()
                .put(
                        "keys",
                        Json.array(backups.keys(instances.known(name, CALLER).id(), CALLER), BackupApi::json))
                .build());
    }

    private static Json.Obj json(BackupStore store) {
        return Json.object()
                .put("engine", store.engine())
                .put("site", store.site())
                .put("place", store.place())
                .put("key", HexFormat.of().formatHex(store.key().reveal()))
                .build();
    }

    @PostMapping("/local/api/v1/instances/{name}/backups/now")
    ResponseEntity<byte[]> now(@PathVariable("name") String name) {
        String id = backups.now(instances.known(name, CALLER).id(), CALLER);
        return JsonAnswer.of(HttpStatus.ACCEPTED, Json.object().put("id", id).build());
    }
}
