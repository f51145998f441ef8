package casemate.control.instance;

import casemate.base.InstanceId;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The operator's list of all instances, and what only operators do to one.
@Controller
final class InstanceConsole {
    private static final int PAGE_SIZE = 50;

    private final Instances instances;

    InstanceConsole(Instances instances) {
        this.instances = instances;
    }

    @Needs(Permission.STAFF_INSTANCE_VIEW)
    @GetMapping("/console/instances")
    ResponseEntity<byte[]> list(Page page, @RequestParam(name = "before", defaultValue = "") String before) {
        Optional<InstanceId> after = before.isEmpty() ? Optional.empty() : Optional.of(new InstanceId(before));
        List<Instance> shown = instances.page(after, PAGE_SIZE);
        String next = shown.size() == PAGE_SIZE ? shown.getLast().id().value() : "";
        return page.show("instance/all", Map.of("instances", shown, "silent", instances.hostSilent(), "next", next));
    }

    @Needs(Permission.STAFF_INSTANCE_HOLD)
    @PostMapping("/console/instances/{id}/suspend")
    ResponseEntity<byte[]> suspend(Page page, @PathVariable("id") String id) {
        return InstancePages.change(page, id, instances::suspend, "instance.done.suspend");
    }

    @Needs(Permission.STAFF_INSTANCE_HOLD)
    @PostMapping("/console/instances/{id}/listener")
    ResponseEntity<byte[]> listen(Page page, @PathVariable("id") String id, @RequestParam("listener") String listener) {
        return InstancePages.change(
                page,
                id,
                (instance, actor) -> instances.listen(instance, listener.strip(), actor),
                "instance.done.listener");
    }

    @Needs(Permission.STAFF_INSTANCE_HOLD)
    @PostMapping("/console/instances/{id}/resume")
    ResponseEntity<byte[]> resume(Page page, @PathVariable("id") String id) {
        return InstancePages.change(page, id, instances::resume, "instance.done.resume");
    }
}
