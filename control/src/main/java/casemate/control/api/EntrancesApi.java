package casemate.control.api;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.access.Entrances;
import casemate.control.access.NamedRange;
import casemate.control.access.Restriction;
import casemate.control.web.JsonAnswer;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.wire.Access.Need;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/// Who gets in to an instance.
@Controller
final class EntrancesApi {
    private static final String ACCESS = ApiGate.PATH + "/instances/{id}/access";
    /// Ten thousand ranges with their notes.
    private static final int MAX_BODY_BYTES = 1 << 20;

    private final Entrances entrances;

    EntrancesApi(Entrances entrances) {
        this.entrances = entrances;
    }

    @Needs(Permission.ACCESS_VIEW)
    @GetMapping(ACCESS)
    ResponseEntity<byte[]> rules(HttpServletRequest request, Page page, @PathVariable("id") String id) {
        return Answers.ok(request, Forms.of(entrances.of(new InstanceId(id), actor(page))));
    }

    @Needs(Permission.ACCESS_MANAGE)
    @PutMapping(ACCESS)
    ResponseEntity<byte[]> replace(
            HttpServletRequest request, Page page, @PathVariable("id") String id, @RequestBody byte[] body) {
        InstanceId instance = new InstanceId(id);
        entrances.of(instance, actor(page));
        Json.Obj wish = Json.parseObject(body, MAX_BODY_BYTES)
                .only("restricted", "need", "byAddress", "byDevice", "signOn", "ranges", "sure");
        Restriction.Rules rules = new Restriction.Rules(
                wish.bool("restricted"),
                need(wish.text("need")),
                wish.bool("byAddress"),
                wish.bool("byDevice"),
                wish.bool("signOn"),
                wish.list("ranges", EntrancesApi::range));
        boolean sure = wish.find("sure").isPresent() && wish.bool("sure");
        return JsonAnswer.ok(Forms.of(entrances.replace(instance, rules, sure, asSeen(request), actor(page))));
    }

    @Needs(Permission.ACCESS_VIEW)
    @GetMapping(ACCESS + "/devices")
    ResponseEntity<byte[]> devices(HttpServletRequest request, Page page, @PathVariable("id") String id) {
        Instant now = entrances.now();
        return Answers.ok(
                request,
                Json.object()
                        .put(
                                "items",
                                Json.array(entrances.devices(new InstanceId(id), actor(page)), d -> Forms.of(d, now)))
                        .build());
    }

    @Needs(Permission.ACCESS_MANAGE)
    @DeleteMapping(ACCESS + "/devices/{device}")
    ResponseEntity<byte[]> revoke(Page page, @PathVariable("id") String id, @PathVariable("device") String device) {
        entrances.revoke(new InstanceId(id), device, actor(page));
        return ResponseEntity.noContent().build();
    }

    /// Two programs that change the same list must not undo one another's work unseen.
    private static Consumer<Restriction> asSeen(HttpServletRequest request) {
        Optional<String> seen = Optional.ofNullable(request.getHeader("If-Match"));
        return before -> {
            if (seen.filter(tag -> !tag.equals("*"))
                    .filter(tag -> !tag.equals(Answers.tag(Forms.of(before))))
                    .isPresent()) {
                throw Refusal.conflict("access-changed", "The rules were changed meanwhile; read them again.");
            }
        };
    }

    private static Need need(String typed) {
        return switch (typed) {
            case "any" -> Need.ANY;
            case "all" -> Need.ALL;
            default -> throw Refusal.invalid("need-malformed", "The need is any or all.");
        };
    }

    private static NamedRange range(Json value) {
        if (value instanceof Json.Obj range) {
            range.only("range", "note");
            return NamedRange.parse(range.text("range"), range.find("note").isPresent() ? range.text("note") : "");
        }
        throw Refusal.invalid("range-malformed", "A range is an object with range and note.");
    }

    private static Actor actor(Page page) {
        return page.signedIn().actor();
    }
}
