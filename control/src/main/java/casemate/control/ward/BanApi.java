package casemate.control.ward;

import casemate.base.Actor;
import casemate.base.AddressRange;
import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.control.web.JsonAnswer;
import casemate.control.web.Open;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/// The command line's way to bans. It does not pass the edge, so whoever is banned can still come in
/// here.
@Controller
@Open("the token of the local API guards it")
final class BanApi {
    private static final Actor CALLER = new Actor.Program("api");
    private static final int MAX_BODY_BYTES = 8 << 10;
    private static final int MAX_PAGE = 500;

    private final Ward ward;

    BanApi(Ward ward) {
        this.ward = ward;
    }

    @GetMapping("/local/api/v1/bans")
    ResponseEntity<byte[]> list(
            @RequestParam(name = "touching", defaultValue = "") String touching,
            @RequestParam(name = "over", defaultValue = "") String over,
            @RequestParam(name = "before", defaultValue = "") String before) {
        List<KeptBan> bans = ward.page(BanSearch.of(touching, !over.isEmpty()), before, MAX_PAGE);
        Instant now = ward.now();
        return JsonAnswer.ok(Json.object()
                .put("bans", Json.array(bans, ban -> json(ban, now)))
                .put("inForce", ward.inForce())
                .build());
    }

    @PostMapping("/local/api/v1/bans")
    ResponseEntity<byte[]> ban(@RequestBody byte[] body) {
        Json.Obj wish = Json.parseObject(body, MAX_BODY_BYTES).only("range", "for", "why");
        KeptBan ban = ward.banByHand(
                AddressRange.parse(wish.text("range")),
                BanRoutes.length(wish.text("for")),
                wish.text("why"),
                Optional.empty(),
                CALLER);
        return JsonAnswer.of(HttpStatus.CREATED, json(ban, ward.now()));
    }

    @PostMapping("/local/api/v1/bans/{id}/lift")
    ResponseEntity<byte[]> lift(@PathVariable("id") String id, @RequestBody byte[] body) {
        Json.Obj wish = Json.parseObject(body, MAX_BODY_BYTES).only("why");
        return JsonAnswer.ok(json(ward.lift(id, wish.text("why"), CALLER), ward.now()));
    }

    private static Json.Obj json(KeptBan kept, Instant now) {
        Json.Builder o = Json.object()
                .put("id", kept.ban().id())
                .put("range", kept.ban().range().toString())
                .put("rule", kept.ban().rule())
                .put("evidence", kept.evidence())
                .put("by", kept.by())
                .put("since", kept.since())
                .put("until", kept.ban().until())
                .put("inForce", kept.inForce(now));
        kept.ban().instance().map(InstanceId::value).ifPresent(i -> o.put("instance", i));
        kept.lifted()
                .ifPresent(lift ->
                        o.put("lifted", lift.at()).put("liftedBy", lift.by()).put("liftedWhy", lift.why()));
        return o.build();
    }
}
