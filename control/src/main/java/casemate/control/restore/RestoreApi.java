package casemate.control.restore;

import casemate.base.Actor;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Slug;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.web.JsonAnswer;
import casemate.control.web.Open;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/// The command line's way to restores; an instance is named by its id or its slug.
@Controller
@Open("the token of the local API guards it")
final class RestoreApi {
    private static final Actor CALLER = new Actor.Program("api");
    private static final int MAX_BODY_BYTES = 8 << 10;

    private final Restores restores;
    private final Instances instances;

    RestoreApi(Restores restores, Instances instances) {
        this.restores = restores;
        this.instances = instances;
    }

    /// With a name in `beside` a copy is made; without one, `confirmation` must be the instance's name.
    @PostMapping("/local/api/v1/instances/{name}/restores")
    ResponseEntity<byte[]> restore(@PathVariable("name") String name, @RequestBody byte[] body) {
        Json.Obj wish =
                Json.parseObject(body, MAX_BODY_BYTES).only("backup", "engine", "site", "beside", "confirmation", "at");
        Instance instance = instances.known(name, CALLER);
        RestoreWish from = new RestoreWish(text(wish, "backup"), text(wish, "engine"), text(wish, "site"), at(wish));
        String beside = text(wish, "beside");
        Restore asked = beside.isEmpty()
                ? restores.inPlace(instance.id(), from, text(wish, "confirmation"), CALLER)
                : restores.beside(instance.id(), from, Slug.parse(beside), CALLER);
        return JsonAnswer.of(HttpStatus.ACCEPTED, json(asked));
    }

    /// @throws Refusal `moment-malformed`, `moment-or-backup`
    private static Optional<Instant> at(Json.Obj wish) {
        if (text(wish, "at").isEmpty()) {
            return Optional.empty();
        }
        if (!text(wish, "backup").isEmpty()) {
            throw Refusal.invalid("moment-or-backup", "Name a backup or a moment; the backup for a moment is found.");
        }
        try {
            return Optional.of(Instant.parse(wish.text("at")));
        } catch (DateTimeParseException _) {
            throw Refusal.invalid("moment-malformed", "Write the moment as 2026-11-22T17:30:00Z.");
        }
    }

    private static String text(Json.Obj wish, String name) {
        return wish.find(name).isPresent() ? wish.text(name) : "";
    }

    @GetMapping("/local/api/v1/instances/{name}/restores")
    ResponseEntity<byte[]> list(@PathVariable("name") String name) {
        Instance instance = instances.known(name, CALLER);
        return JsonAnswer.ok(Json.object()
                .put("restores", Json.array(restores.of(instance.id(), CALLER), RestoreApi::json))
                .build());
    }

    private static Json.Obj json(Restore restore) {
        Json.Builder o = Json.object()
                .put("id", restore.id())
                .put("instance", restore.instance().value())
                .put("source", restore.source().value())
                .put("backup", restore.backup())
                .put("state", restore.state().word())
                .put("doing", restore.doing())
                .put("used", restore.used())
                .put("detail", restore.detail())
                .put("asked", restore.asked());
        restore.ended().ifPresent(at -> o.put("ended", at));
        restore.at().ifPresent(at -> o.put("moment", at));
        return o.build();
    }
}
