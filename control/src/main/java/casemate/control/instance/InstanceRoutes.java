package casemate.control.instance;

import casemate.base.Refusal;
import casemate.base.Slug;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.control.web.SignedIn;
import casemate.control.web.Viewer;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The customer's pages: my instances, a new one, one of them.
@Controller
final class InstanceRoutes {
    private final Instances instances;

    InstanceRoutes(Instances instances) {
        this.instances = instances;
    }

    /// The first page that the person may see.
    @SignedIn("it only leads to what one may see")
    @GetMapping("/portal/")
    ResponseEntity<byte[]> home(Page page) {
        return page.may(Permission.INSTANCE_VIEW)
                ? list(page)
                : page.see(page.navigation().getFirst().path());
    }

    @Needs(Permission.INSTANCE_VIEW)
    @GetMapping("/portal/instances")
    ResponseEntity<byte[]> list(Page page) {
        return page.show("instance/list", Map.of("instances", mine(page)));
    }

    @Needs(Permission.INSTANCE_VIEW)
    @GetMapping("/portal/instances/cards")
    ResponseEntity<byte[]> cards(Page page) {
        return page.show("instance/cards", Map.of("instances", mine(page)));
    }

    @Needs(Permission.INSTANCE_CREATE)
    @GetMapping("/portal/instances/new")
    ResponseEntity<byte[]> form(Page page) {
        return form(page, HttpStatus.OK, InstanceForm.EMPTY, "");
    }

    /// The live hint under the field: whether this name could be taken.
    @Needs(Permission.INSTANCE_CREATE)
    @GetMapping("/portal/instances/name")
    ResponseEntity<byte[]> name(Page page, @RequestParam("slug") String typed) {
        try {
            Slug slug = Slug.parse(typed);
            boolean free = instances.nameIsFree(slug, InstancePages.customer(page));
            String text = page.say(
                    free ? "instance.slug.free" : "instance.slug.taken",
                    slug + "." + page.site().domain());
            return page.show("instance/name", Map.of("free", free, "text", text));
        } catch (Refusal refusal) {
            return page.show("instance/name", Map.of("free", false, "text", page.say(refusal)));
        }
    }

    /// Answers with the page that shows the password, not with a redirect: it is in this answer and nowhere else.
    @Needs(Permission.INSTANCE_CREATE)
    @PostMapping("/portal/instances")
    ResponseEntity<byte[]> create(
            Page page,
            @RequestParam("blueprint") String blueprint,
            @RequestParam("slug") String slug,
            @RequestParam("title") String title) {
        Viewer viewer = page.signedIn();
        try {
            CreatedInstance created = instances.create(
                    new CreateInstance(
                            InstancePages.customer(page),
                            blueprint,
                            Slug.parse(slug),
                            title,
                            viewer.email(),
                            page.language().code()),
                    viewer.actor());
            return page.show(
                    "instance/created",
                    Map.of(
                            "instance", created.instance(),
                            "user", created.adminName(),
                            "password", created.adminPassword().revealText()));
        } catch (Refusal refusal) {
            return form(
                    page,
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    new InstanceForm(blueprint, slug, title),
                    page.say(refusal));
        }
    }

    private ResponseEntity<byte[]> form(Page page, HttpStatus status, InstanceForm form, String problem) {
        return page.show(
                status,
                "instance/form",
                Map.of("blueprints", instances.blueprints(), "form", form, "problem", problem));
    }

    private List<Instance> mine(Page page) {
        return instances.of(InstancePages.customer(page)).stream()
                .filter(i -> page.may(Permission.INSTANCE_VIEW, i.id()))
                .toList();
    }
}
