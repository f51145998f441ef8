package casemate.control.instance;

import casemate.base.Json;
import casemate.control.web.Site;

/// An instance as the API tells it; described in `docs/formats/api.md`.
final class InstanceJson {
    private InstanceJson() {}

    static Json.Obj of(Instance instance, Site site) {
        Json.Builder o = Json.object()
                .put("id", instance.id().value())
                .put("customer", instance.customer().value())
                .put("slug", instance.slug())
                .put("title", instance.title())
                .put("blueprint", instance.blueprint())
                .put("url", site.originAt(instance.listener(), instance.host()) + "/")
                .put("state", instance.state().word())
                .put("detail", instance.seen().detail())
                .put("restarts", instance.seen().restarts())
                .put("memoryBytes", instance.seen().memoryBytes())
                .put("created", instance.created())
                .put("changed", instance.changed());
        if (!instance.listener().isEmpty()) {
            o.put("listener", instance.listener());
        }
        instance.erased().ifPresent(at -> o.put("erased", at));
        return o.build();
    }

    static Json.Obj of(Blueprint blueprint) {
        return Json.object()
                .put("name", blueprint.name())
                .put("description", blueprint.description("en"))
                .put("memoryBytes", blueprint.limits().memoryBytes())
                .put("cpuMillis", blueprint.limits().cpuMillis())
                .put("pids", blueprint.limits().pids())
                .build();
    }
}
