package casemate.control.api;

import casemate.base.Json;
import casemate.control.access.DisplayDevice;
import casemate.control.access.NamedRange;
import casemate.control.access.Restriction;
import casemate.control.account.Customer;
import casemate.control.account.Membership;
import casemate.control.account.Person;
import casemate.control.audit.Event;
import casemate.control.instance.Blueprint;
import casemate.control.instance.Instance;
import casemate.control.role.Role;
import casemate.control.web.Permission;
import casemate.control.web.Site;
import casemate.control.web.Viewer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/// What the API says of things, as `openapi.json` describes it.
record Forms(Site site) {
    private static final String OPERATOR = "operator:";
    private static final String PERSON = "customer:";
    private static final int MAX_DETAIL = 64 << 10;

    Json.Obj of(Viewer viewer) {
        return Json.object()
                .put("user", viewer.user().value())
                .put("email", viewer.email())
                .put("customer", viewer.customer().map(Object::toString).orElse(""))
                .put("token", viewer.session())
                .put(
                        "permissions",
                        Json.texts(Permission.ofCustomers().stream()
                                .filter(viewer::may)
                                .map(Permission::code)
                                .toList()))
                .build();
    }

    static Json.Obj of(Customer customer) {
        Json.Builder o = Json.object()
                .put("id", customer.id().value())
                .put("email", customer.email().value())
                .put("created", customer.createdAt());
        customer.details().company().ifPresent(c -> o.put("company", c));
        customer.details().country().ifPresent(c -> o.put("country", c));
        return o.build();
    }

    Json.Obj of(Instance instance) {
        return Json.object()
                .put("id", instance.id().value())
                .put("slug", instance.slug())
                .put("title", instance.title())
                .put("blueprint", instance.blueprint())
                .put("url", site.origin(instance.slug()) + "/")
                .put("state", instance.state().word())
                .put("created", instance.created())
                .put("changed", instance.changed())
                .build();
    }

    static Json.Obj of(Blueprint blueprint) {
        return Json.object()
                .put("name", blueprint.name())
                .put("description", blueprint.description("en"))
                .build();
    }

    static Json.Obj of(Membership membership, Person person) {
        Json.Builder o = Json.object()
                .put("id", membership.person().value())
                .put("email", person.email().value())
                .put("joined", membership.joinedAt());
        membership.role().ifPresent(r -> o.put("role", r));
        return o.build();
    }

    static Json.Obj of(Restriction rules) {
        return Json.object()
                .put("restricted", rules.restricted())
                .put("need", rules.need().name().toLowerCase(Locale.ROOT))
                .put("byAddress", rules.byAddress())
                .put("byDevice", rules.byDevice())
                .put("byPassword", rules.byPassword())
                .put("signOn", rules.signOn())
                .put("ranges", Json.array(rules.ranges(), Forms::of))
                .build();
    }

    static Json.Obj of(DisplayDevice device, Instant now) {
        Json.Builder o = Json.object()
                .put("id", device.id())
                .put("name", device.name())
                .put("state", device.state(now))
                .put("made", device.created())
                .put("until", device.expires());
        device.lastUsed().ifPresent(at -> o.put("lastUsed", at));
        return o.build();
    }

    /// A built-in role is called as its code says; pages have words for it.
    static Json.Obj of(Role role) {
        return Json.object()
                .put("code", role.code())
                .put("name", role.custom() ? role.name() : role.code())
                .put("custom", role.custom())
                .put(
                        "permissions",
                        Json.texts(role.permissions().stream()
                                .sorted()
                                .map(Permission::code)
                                .toList()))
                .build();
    }

    /// Which operator it was is the vendor's own affair, and so is what programs note down for it.
    static Json.Obj of(Event event) {
        Json.Builder o = Json.object()
                .put("at", event.at())
                .put("by", event.actor().startsWith(OPERATOR) ? "operator" : event.actor())
                .put("action", event.action())
                .put("object", event.object());
        if (event.actor().startsWith(PERSON)) {
            o.put("detail", Json.parseObject(event.detail().getBytes(StandardCharsets.UTF_8), MAX_DETAIL));
        }
        event.request().ifPresent(r -> o.put("request", r));
        return o.build();
    }

    private static Json of(NamedRange range) {
        return Json.object()
                .put("range", range.range().toString())
                .put("note", range.note())
                .build();
    }
}
