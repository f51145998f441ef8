package casemate.control.api;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Slug;
import casemate.control.instance.CreateInstance;
import casemate.control.instance.CreatedInstance;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.web.JsonAnswer;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.control.web.Viewer;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/// A customer's instances.
@Controller
final class InstancesApi {
    private static final String INSTANCES = ApiGate.PATH + "/instances";
    private static final int MAX_BODY_BYTES = 8 << 10;

    private final Instances instances;
    private final Idempotency idempotency;
    private final Forms forms;

    InstancesApi(Instances instances, Idempotency idempotency, Forms forms) {
        this.instances = instances;
        this.idempotency = idempotency;
        this.forms = forms;
    }

    @Needs(Permission.INSTANCE_VIEW)
    @GetMapping(INSTANCES)
    ResponseEntity<byte[]> list(HttpServletRequest request, Page page) {
        Answers.Asked asked = Answers.asked(request);
        Viewer viewer = page.signedIn();
        List<Instance> after = instances.of(AccountApi.own(page)).stream()
                .filter(i -> viewer.may(Permission.INSTANCE_VIEW, i.id()))
                .sorted(Comparator.comparing((Instance i) -> i.id().value()).reversed())
                .filter(i -> asked.after().isEmpty() || i.id().value().compareTo(asked.after()) < 0)
                .limit(asked.size() + 1L)
                .toList();
        return Answers.page(request, after, asked.size(), i -> i.id().value(), forms::of);
    }

    @Needs(Permission.INSTANCE_VIEW)
    @GetMapping(ApiGate.PATH + "/blueprints")
    ResponseEntity<byte[]> blueprints(HttpServletRequest request) {
        return Answers.ok(
                request,
                Json.object()
                        .put("items", Json.array(instances.blueprints(), Forms::of))
                        .build());
    }

    @Needs(Permission.INSTANCE_CREATE)
    @PostMapping(INSTANCES)
    ResponseEntity<byte[]> create(HttpServletRequest request, Page page, @RequestBody byte[] body) {
        Viewer viewer = page.signedIn();
        Json.Obj wish = Json.parseObject(body, MAX_BODY_BYTES).only("blueprint", "slug", "title", "language");
        String sent = "POST /v1/instances\n" + new String(body, StandardCharsets.UTF_8);
        return JsonAnswer.of(
                HttpStatus.CREATED,
                idempotency.once(
                        viewer.session(),
                        Optional.ofNullable(request.getHeader("Idempotency-Key")),
                        sent,
                        () -> created(wish, page)));
    }

    private Json.Obj created(Json.Obj wish, Page page) {
        Slug slug = Slug.parse(wish.text("slug"));
        CreatedInstance created = instances.create(
                new CreateInstance(
                        AccountApi.own(page),
                        wish.text("blueprint"),
                        slug,
                        wish.find("title").isPresent() ? wish.text("title") : slug.value(),
                        page.signedIn().email(),
                        wish.find("language").isPresent()
                                ? wish.text("language")
                                : page.signedIn().language().code()),
                page.signedIn().actor());
        return Json.object()
                .put("instance", forms.of(created.instance()))
                .put("adminName", created.adminName())
                .put("adminPassword", created.adminPassword().revealText())
                .build();
    }

    @Needs(Permission.INSTANCE_VIEW)
    @GetMapping(INSTANCES + "/{id}")
    ResponseEntity<byte[]> one(HttpServletRequest request, Page page, @PathVariable("id") String id) {
        return Answers.ok(
                request,
                forms.of(instances.get(new InstanceId(id), page.signedIn().actor())));
    }

    @Needs(Permission.INSTANCE_OPERATE)
    @PostMapping(INSTANCES + "/{id}/start")
    ResponseEntity<byte[]> start(Page page, @PathVariable("id") String id) {
        return change(page, id, instances::start);
    }

    @Needs(Permission.INSTANCE_OPERATE)
    @PostMapping(INSTANCES + "/{id}/stop")
    ResponseEntity<byte[]> stop(Page page, @PathVariable("id") String id) {
        return change(page, id, instances::stop);
    }

    @Needs(Permission.INSTANCE_DELETE)
    @DeleteMapping(INSTANCES + "/{id}")
    ResponseEntity<byte[]> erase(
            Page page,
            @PathVariable("id") String id,
            @RequestParam(name = "confirm", defaultValue = "") String confirm) {
        return change(page, id, (instance, actor) -> instances.erase(instance, confirm, actor));
    }

    private ResponseEntity<byte[]> change(Page page, String id, BiConsumer<InstanceId, Actor> change) {
        InstanceId instance = new InstanceId(id);
        Actor actor = page.signedIn().actor();
        change.accept(instance, actor);
        return JsonAnswer.of(HttpStatus.ACCEPTED, forms.of(instances.get(instance, actor)));
    }
}
