package casemate.control.field;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.control.web.JsonAnswer;
import casemate.control.web.Open;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/// The command line's way to the rotation of keys.
@Controller
@Open("the token of the local API guards it")
final class FieldApi {
    private static final Actor CALLER = new Actor.Program("api");
    private static final int MAX_BODY_BYTES = 4 << 10;

    private final Rotations rotations;

    FieldApi(Rotations rotations) {
        this.rotations = rotations;
    }

    @PostMapping("/local/api/v1/keys/rotate")
    ResponseEntity<byte[]> rotate(@RequestBody byte[] body) {
        String customer =
                Json.parseObject(body, MAX_BODY_BYTES).only("customer").text("customer");
        Optional<CustomerId> one = customer.isEmpty() ? Optional.empty() : Optional.of(new CustomerId(customer));
        return JsonAnswer.ok(
                Json.object().put("asked", rotations.rotate(one, CALLER)).build());
    }

    @GetMapping("/local/api/v1/keys/rotations")
    ResponseEntity<byte[]> list() {
        return JsonAnswer.ok(Json.object()
                .put("rotations", Json.array(rotations.newest(), this::json))
                .build());
    }

    private Json.Obj json(Rotation rotation) {
        boolean busy = rotation.state() == Rotation.State.WANTED || rotation.state() == Rotation.State.RESEALING;
        return Json.object()
                .put("owner", rotation.owner().name())
                .put("state", rotation.state().code())
                .put("asked", rotation.askedAt().toString())
                .put("due", rotation.dueAt().toString())
                .put("resealed", rotation.resealed())
                .put("left", busy ? rotations.left(rotation.owner()) : 0)
                .build();
    }
}
