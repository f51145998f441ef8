package casemate.control.ward;

import casemate.base.AddressRange;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.control.gateway.Gateway;
import casemate.control.instance.Instance;
import casemate.control.instance.InstanceTabs;
import casemate.control.instance.Instances;
import casemate.control.web.Flash;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.wire.Caps;
import casemate.wire.Exclusion;
import casemate.wire.Shield.Mode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// How one instance is protected, for its customer and for operators. The door of the instances
/// decides who sees it.
@Controller
final class ProtectionPages {
    static final String PATH = "/protection";
    private static final String PORTAL = "/portal/instances/{id}/protection";
    private static final String CONSOLE = "/console/instances/{id}/protection";
    private static final int PAGE_SIZE = 25;

    private final Protection protection;
    private final InstanceBans bans;
    private final Events events;
    private final Instances instances;
    private final InstanceTabs tabs;
    private final Gateway gateway;

    ProtectionPages(
            Protection protection,
            InstanceBans bans,
            Events events,
            Instances instances,
            InstanceTabs tabs,
            Gateway gateway) {
        this.protection = protection;
        this.bans = bans;
        this.events = events;
        this.instances = instances;
        this.tabs = tabs;
        this.gateway = gateway;
    }

    @Needs(Permission.ACCESS_VIEW)
    @GetMapping({PORTAL, CONSOLE})
    ResponseEntity<byte[]> one(
            Page page,
            @PathVariable("id") String id,
            @RequestParam(name = "q", defaultValue = "") String sought,
            @RequestParam(name = "before", defaultValue = "") String before) {
        Instance instance = get(page, id);
        return page.show("ward/protection", model(page, instance, sought, before, Optional.empty(), ""));
    }

    @Needs(Permission.ACCESS_VIEW)
    @GetMapping({PORTAL + "/traffic", CONSOLE + "/traffic"})
    ResponseEntity<byte[]> traffic(Page page, @PathVariable("id") String id) {
        Instance instance = get(page, id);
        return page.show("gateway/small", Map.of("instance", instance, "traffic", gateway.of(instance.host())));
    }

    @Needs(Permission.PROTECTION_MANAGE)
    @PostMapping({PORTAL, CONSOLE})
    ResponseEntity<byte[]> shield(
            Page page,
            @PathVariable("id") String id,
            @RequestParam("mode") String mode,
            @RequestParam("paranoia") String paranoia,
            @RequestParam(name = "why", defaultValue = "") String why) {
        return change(
                page,
                id,
                "ward.done.shield",
                Optional.of(new ShieldForm(mode, paranoia, why)),
                instance -> protection.shield(
                        instance,
                        mode(mode),
                        (int) number(paranoia),
                        why,
                        page.signedIn().actor()));
    }

    @Needs(Permission.PROTECTION_MANAGE)
    @PostMapping({PORTAL + "/attack", CONSOLE + "/attack"})
    ResponseEntity<byte[]> attack(Page page, @PathVariable("id") String id, @RequestParam("on") String on) {
        boolean begins = on.equals("yes");
        String done = begins ? "ward.done.attack-on" : "ward.done.attack-off";
        return change(
                page,
                id,
                done,
                Optional.empty(),
                instance ->
                        protection.attacked(instance, begins, page.signedIn().actor()));
    }

    @Needs(Permission.STAFF_INSTANCE_HOLD)
    @PostMapping(CONSOLE + "/caps")
    ResponseEntity<byte[]> caps(
            Page page,
            @PathVariable("id") String id,
            @RequestParam("requests") String requests,
            @RequestParam("connections") String connections,
            @RequestParam("bytes") String bytes) {
        return change(
                page,
                id,
                "ward.done.caps",
                Optional.empty(),
                instance -> protection.cap(
                        instance,
                        new Caps(number(requests), number(connections), number(bytes)),
                        page.signedIn().actor()));
    }

    @Needs(Permission.ACCESS_VIEW)
    @GetMapping({PORTAL + "/{request}", CONSOLE + "/{request}"})
    ResponseEntity<byte[]> event(Page page, @PathVariable("id") String id, @PathVariable("request") String request) {
        Instance instance = get(page, id);
        return event(page, HttpStatus.OK, instance, events.get(instance.id(), request), "");
    }

    /// One click on a logged request makes the exclusion that lets it pass the next time.
    @Needs(Permission.PROTECTION_MANAGE)
    @PostMapping({PORTAL + "/{request}/exclude", CONSOLE + "/{request}/exclude"})
    ResponseEntity<byte[]> exclude(
            Page page,
            @PathVariable("id") String id,
            @PathVariable("request") String request,
            @RequestParam("rule") String rule,
            @RequestParam("variable") String variable,
            @RequestParam("path") String path,
            @RequestParam("why") String why) {
        Instance instance = get(page, id);
        FirewallEvent event = events.get(instance.id(), request);
        try {
            protection.exclude(
                    instance.id(),
                    new Exclusion(number(rule), variable.strip(), path.strip()),
                    why,
                    Optional.of(event.request()),
                    page.signedIn().actor());
        } catch (Refusal refusal) {
            return event(page, HttpStatus.UNPROCESSABLE_CONTENT, instance, event, page.say(refusal));
        }
        return page.see(home(instance), Flash.good("ward.done.exclude"));
    }

    @Needs(Permission.PROTECTION_MANAGE)
    @PostMapping({PORTAL + "/exclusions/{exclusion}/remove", CONSOLE + "/exclusions/{exclusion}/remove"})
    ResponseEntity<byte[]> include(
            Page page, @PathVariable("id") String id, @PathVariable("exclusion") String exclusion) {
        Instance instance = get(page, id);
        protection.include(instance.id(), exclusion, page.signedIn().actor());
        return page.see(home(instance), Flash.good("ward.done.include"));
    }

    /// Keeps addresses out of this instance for a time.
    @Needs(Permission.PROTECTION_MANAGE)
    @PostMapping({PORTAL + "/bans", CONSOLE + "/bans"})
    ResponseEntity<byte[]> ban(
            Page page,
            @PathVariable("id") String id,
            @RequestParam("range") String range,
            @RequestParam("length") String length,
            @RequestParam("why") String why) {
        return change(
                page,
                id,
                "ward.done.ban",
                Optional.empty(),
                instance -> bans.ban(
                        instance,
                        AddressRange.parse(range.strip()),
                        BanRoutes.length(length),
                        why,
                        BanRoutes.own(page),
                        page.signedIn().actor()));
    }

    @Needs(Permission.PROTECTION_MANAGE)
    @PostMapping({PORTAL + "/bans/{ban}/lift", CONSOLE + "/bans/{ban}/lift"})
    ResponseEntity<byte[]> lift(
            Page page,
            @PathVariable("id") String id,
            @PathVariable("ban") String ban,
            @RequestParam("why") String why) {
        return change(
                page,
                id,
                "ward.done.lift",
                Optional.empty(),
                instance -> bans.lift(instance, ban, why, page.signedIn().actor()));
    }

    /// A change of settings, which may be refused in words on the same page.
    private interface Change {
        void make(InstanceId instance);
    }

    private ResponseEntity<byte[]> change(Page page, String id, String done, Optional<ShieldForm> form, Change change) {
        Instance instance = get(page, id);
        try {
            change.make(instance.id());
        } catch (Refusal refusal) {
            return page.show(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "ward/protection",
                    model(page, instance, "", "", form, page.say(refusal)));
        }
        return page.see(home(instance), Flash.good(done));
    }

    private Map<String, Object> model(
            Page page, Instance instance, String sought, String before, Optional<ShieldForm> form, String problem) {
        Settings settings = protection.settings(instance.id());
        List<FirewallEvent> found =
                events.page(Optional.of(instance.id()), sought, FirewallRoutes.smallest(before), PAGE_SIZE);
        Map<String, Object> model = new HashMap<>();
        model.put("instance", instance);
        model.put("tabs", tabs.of(instance.id(), PATH));
        model.put("settings", settings);
        model.put("form", form.orElseGet(() -> ShieldForm.of(settings)));
        model.put("changedBy", settings.change().map(c -> who(page, c.by())).orElse(""));
        model.put("bans", bans.of(instance.id()));
        model.put("exclusions", protection.exclusions(instance.id()));
        model.put("events", found);
        model.put("next", found.size() == PAGE_SIZE ? found.getLast().number() : 0L);
        model.put("sought", sought);
        model.put("traffic", gateway.of(instance.host()));
        model.put("problem", problem);
        return model;
    }

    private static ResponseEntity<byte[]> event(
            Page page, HttpStatus status, Instance instance, FirewallEvent event, String problem) {
        return page.show(status, "ward/event", Map.of("instance", instance, "event", event, "problem", problem));
    }

    static String who(Page page, String label) {
        return page.say(WardRules.who(label));
    }

    private static String home(Instance instance) {
        return "/instances/" + instance.id().value() + PATH;
    }

    private Instance get(Page page, String id) {
        return instances.get(new InstanceId(id), page.signedIn().actor());
    }

    private static Mode mode(String typed) {
        return Arrays.stream(Mode.values())
                .filter(m -> m.name().toLowerCase(Locale.ROOT).equals(typed))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("shield-malformed", "Choose one of the modes on the page."));
    }

    private static long number(String typed) {
        try {
            return Math.clamp(Long.parseLong(typed.strip()), Integer.MIN_VALUE, Long.MAX_VALUE);
        } catch (NumberFormatException _) {
            throw Refusal.invalid("number-needed", "Write whole numbers, 0 for the usual.");
        }
    }
}
