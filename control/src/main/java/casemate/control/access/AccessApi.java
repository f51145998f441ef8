package casemate.control.access;

import casemate.base.Actor;
import casemate.base.AddressRange;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.web.JsonAnswer;
import casemate.control.web.Open;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/// The command line's way to who gets in; an instance is named by its id or its slug.
@Controller
@Open("the token of the local API guards it")
final class AccessApi {
    private static final Actor CALLER = new Actor.Program("api");
    private static final int MAX_BODY_BYTES = 8 << 10;

    private final Entrances entrances;
    private final Instances instances;

    AccessApi(Entrances entrances, Instances instances) {
        this.entrances = entrances;
        this.instances = instances;
    }

    @GetMapping("/local/api/v1/instances/{name}/access")
    ResponseEntity<byte[]> show(@PathVariable("name") String name) {
        return answer(instances.known(name, CALLER));
    }

    /// The first range shuts everybody else out.
    @PostMapping("/local/api/v1/instances/{name}/access/allow")
    ResponseEntity<byte[]> allow(@PathVariable("name") String name, @RequestBody byte[] body) {
        Json.Obj wish = Json.parseObject(body, MAX_BODY_BYTES).only("range", "note", "sure");
        NamedRange added = NamedRange.parse(wish.text("range"), wish.text("note"));
        return change(name, wish.bool("sure"), before -> {
            if (before.ranges().stream().anyMatch(r -> r.range().equals(added.range()))) {
                throw Refusal.conflict("range-there", added.range() + " is on the list already.");
            }
            return rules(
                    before,
                    true,
                    true,
                    Stream.concat(before.ranges().stream(), Stream.of(added)).toList());
        });
    }

    @PostMapping("/local/api/v1/instances/{name}/access/remove")
    ResponseEntity<byte[]> remove(@PathVariable("name") String name, @RequestBody byte[] body) {
        Json.Obj wish = Json.parseObject(body, MAX_BODY_BYTES).only("range", "sure");
        AddressRange gone = AddressRange.parse(wish.text("range"));
        return change(name, wish.bool("sure"), before -> {
            List<NamedRange> rest = before.ranges().stream()
                    .filter(r -> !r.range().equals(gone))
                    .toList();
            if (rest.size() == before.ranges().size()) {
                throw Refusal.notFound("range-unknown", gone + " is not on the list.");
            }
            return rules(before, before.restricted(), before.byAddress(), rest);
        });
    }

    @PostMapping("/local/api/v1/instances/{name}/access/open")
    ResponseEntity<byte[]> open(@PathVariable("name") String name) {
        return change(name, true, before -> rules(before, false, before.byAddress(), before.ranges()));
    }

    @PostMapping("/local/api/v1/instances/{name}/access/revoke")
    ResponseEntity<byte[]> revoke(@PathVariable("name") String name, @RequestBody byte[] body) {
        Instance instance = instances.known(name, CALLER);
        String device = Json.parseObject(body, MAX_BODY_BYTES).only("device").text("device");
        entrances.revoke(instance.id(), device, CALLER);
        return answer(instance);
    }

    private ResponseEntity<byte[]> change(String name, boolean sure, Entrances.Edit edit) {
        Instance instance = instances.known(name, CALLER);
        if (entrances.edit(instance.id(), edit, Optional.empty(), sure, CALLER) != LockOut.NONE) {
            throw Refusal.conflict(
                    "access-locks-out", "Nobody would get in any more; say --sure if that is meant, or open it.");
        }
        return answer(instance);
    }

    private static Restriction.Rules rules(
            Restriction before, boolean restricted, boolean byAddress, List<NamedRange> ranges) {
        return new Restriction.Rules(restricted, before.need(), byAddress, before.byDevice(), before.signOn(), ranges);
    }

    private ResponseEntity<byte[]> answer(Instance instance) {
        Restriction now = entrances.of(instance.id(), CALLER);
        Instant moment = entrances.now();
        return JsonAnswer.ok(Json.object()
                .put("restricted", now.restricted())
                .put("need", now.need().name().toLowerCase(Locale.ROOT))
                .put("byAddress", now.byAddress())
                .put("byDevice", now.byDevice())
                .put("password", now.byPassword())
                .put("signOn", now.signOn())
                .put("ranges", Json.array(now.ranges(), AccessApi::json))
                .put("devices", Json.array(entrances.devices(instance.id(), CALLER), d -> json(d, moment)))
                .build());
    }

    private static Json.Obj json(NamedRange range) {
        return Json.object()
                .put("range", range.range().toString())
                .put("note", range.note())
                .build();
    }

    private static Json.Obj json(DisplayDevice device, Instant now) {
        Json.Builder o = Json.object()
                .put("id", device.id())
                .put("name", device.name())
                .put("state", device.state(now))
                .put("until", device.expires());
        device.lastUsed().ifPresent(at -> o.put("lastUsed", at));
        return o.build();
    }
}
