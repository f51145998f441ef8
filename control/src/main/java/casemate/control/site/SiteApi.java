package casemate.control.site;

import casemate.base.Actor;
import casemate.base.Json;
import casemate.base.Secret;
import casemate.control.web.JsonAnswer;
import casemate.control.web.Open;
import casemate.promise.Region;
import casemate.wire.SiteAccess;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/// The command line's way to backup sites.
@Controller
@Open("the token of the local API guards it")
final class SiteApi {
    private static final Actor CALLER = new Actor.Program("api");
    private static final int MAX_BODY_BYTES = 64 << 10;

    private final Sites sites;

    SiteApi(Sites sites) {
        this.sites = sites;
    }

    @GetMapping("/local/api/v1/sites")
    ResponseEntity<byte[]> list() {
        return JsonAnswer.ok(
                Json.object().put("sites", Json.array(sites.all(), this::json)).build());
    }

    @PostMapping("/local/api/v1/sites")
    ResponseEntity<byte[]> add(@RequestBody byte[] body) throws InterruptedException {
        Json.Obj wish = Json.parseObject(body, MAX_BODY_BYTES)
                .only("name", "region", "place", "hostKeys", "credentials", "pruning", "appendOnly");
        SiteAccess access = new SiteAccess(
                wish.text("hostKeys"), Secret.of(wish.text("credentials")), Secret.of(wish.text("pruning")), false);
        BackupSite site = new BackupSite(
                wish.text("name"),
                new Region(wish.text("region")),
                wish.text("place"),
                wish.find("appendOnly").isPresent() && wish.bool("appendOnly"));
        return JsonAnswer.of(HttpStatus.CREATED, json(sites.add(site, access, CALLER)));
    }

    @PostMapping("/local/api/v1/sites/{name}/check")
    ResponseEntity<byte[]> check(@PathVariable("name") String name) throws InterruptedException {
        return JsonAnswer.ok(json(sites.check(name, CALLER)));
    }

    @PostMapping("/local/api/v1/sites/{name}/loosen")
    ResponseEntity<byte[]> loosen(@PathVariable("name") String name) throws InterruptedException {
        return JsonAnswer.ok(json(sites.loosen(name, CALLER)));
    }

    @PostMapping("/local/api/v1/sites/{name}/remove")
    ResponseEntity<byte[]> remove(@PathVariable("name") String name) {
        sites.remove(name, CALLER);
        return JsonAnswer.ok(Json.object().build());
    }

    private Json.Obj json(BackupSite site) {
        return Json.object()
                .put("name", site.name())
                .put("region", site.region().code())
                .put("kind", site.kind())
                .put("place", site.place())
                .put("appendOnly", site.appendOnly())
                .put("allowed", sites.allows(site.region()))
                .build();
    }
}
