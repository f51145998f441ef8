package casemate.control.instance;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.control.instance.Blueprint.SignOn;
import casemate.control.web.Flash;
import casemate.control.web.Fresh;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.util.Map;
import java.util.function.BiConsumer;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The pages of one instance, which customer and operator share; the door decides who sees what.
@Controller
final class InstancePages {
    private static final int FEW_LINES = 50;
    private static final double MEBIBYTE = 1 << 20;

    private final Instances instances;
    private final InstanceTabs tabs;

    InstancePages(Instances instances, InstanceTabs tabs) {
        this.instances = instances;
        this.tabs = tabs;
    }

    @Needs(Permission.INSTANCE_VIEW)
    @GetMapping({"/portal/instances/{id}", "/console/instances/{id}"})
    ResponseEntity<byte[]> one(
            Page page, @PathVariable("id") String id, @RequestParam(name = "lines", defaultValue = "50") String lines) {
        Instance instance = get(page, id);
        return page.show(
                "instance/one",
                Map.of(
                        "instance", instance,
                        "tabs", tabs.of(instance.id(), ""),
                        "silent", instances.hostSilent(),
                        "memory", memory(page, instance),
                        "open", open(page, instance),
                        "logs",
                                instances.logs(
                                        instance.id(),
                                        number(lines),
                                        page.signedIn().actor())));
    }

    /// The part of the page that follows by itself.
    @Needs(Permission.INSTANCE_VIEW)
    @GetMapping({"/portal/instances/{id}/live", "/console/instances/{id}/live"})
    ResponseEntity<byte[]> live(Page page, @PathVariable("id") String id) {
        Instance instance = get(page, id);
        return page.show(
                "instance/live",
                Map.of(
                        "instance",
                        instance,
                        "silent",
                        instances.hostSilent(),
                        "memory",
                        memory(page, instance),
                        "open",
                        open(page, instance)));
    }

    @Needs(Permission.INSTANCE_DELETE)
    @Fresh
    @GetMapping({"/portal/instances/{id}/delete", "/console/instances/{id}/delete"})
    ResponseEntity<byte[]> confirm(Page page, @PathVariable("id") String id) {
        return page.show("instance/delete", Map.of("instance", get(page, id), "problem", ""));
    }

    @Needs(Permission.INSTANCE_DELETE)
    @Fresh
    @PostMapping({"/portal/instances/{id}/delete", "/console/instances/{id}/delete"})
    ResponseEntity<byte[]> erase(
            Page page, @PathVariable("id") String id, @RequestParam("confirmation") String confirmation) {
        Instance instance = get(page, id);
        try {
            instances.erase(instance.id(), confirmation, page.signedIn().actor());
        } catch (Refusal refusal) {
            return page.show(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "instance/delete",
                    Map.of("instance", instance, "problem", page.say(refusal)));
        }
        return page.see("/instances", Flash.good("instance.done.erase"));
    }

    @Needs(Permission.INSTANCE_OPERATE)
    @PostMapping({"/portal/instances/{id}/start", "/console/instances/{id}/start"})
    ResponseEntity<byte[]> start(Page page, @PathVariable("id") String id) {
        return change(page, id, instances::start, "instance.done.start");
    }

    @Needs(Permission.INSTANCE_OPERATE)
    @PostMapping({"/portal/instances/{id}/stop", "/console/instances/{id}/stop"})
    ResponseEntity<byte[]> stop(Page page, @PathVariable("id") String id) {
        return change(page, id, instances::stop, "instance.done.stop");
    }

    static ResponseEntity<byte[]> change(Page page, String id, BiConsumer<InstanceId, Actor> change, String done) {
        change.accept(new InstanceId(id), page.signedIn().actor());
        return page.see("/instances/" + id, Flash.good(done));
    }

    private Instance get(Page page, String id) {
        return instances.get(new InstanceId(id), page.signedIn().actor());
    }

    /// Whose portal this is; an operator has none.
    static CustomerId customer(Page page) {
        return page.signedIn()
                .customer()
                .orElseThrow(() -> Refusal.forbidden("customers-only", "Sign in as a customer to see the portal."));
    }

    /// Where the application is opened, signed in where that is possible.
    private String open(Page page, Instance instance) {
        boolean signsOn = instances.signOn(instance) == SignOn.HEADER
                && page.signedIn().may(Permission.INSTANCE_ENTER, instance.id());
        return page.site().originAt(instance.listener(), instance.host()) + (signsOn ? "/.casemate/sign-in" : "");
    }

    private static String memory(Page page, Instance instance) {
        return String.format(
                page.language().locale(), "%.0f MiB", instance.seen().memoryBytes() / MEBIBYTE);
    }

    private static int number(String typed) {
        try {
            return Integer.parseInt(typed);
        } catch (NumberFormatException _) {
            return FEW_LINES;
        }
    }
}
