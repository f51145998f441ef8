package casemate.control.access;

import casemate.base.Actor;
import casemate.base.AddressRange;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.instance.Instance;
import casemate.control.instance.InstanceTabs;
import casemate.control.instance.Instances;
import casemate.control.web.Flash;
import casemate.control.web.Fresh;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import casemate.control.web.QrCodes;
import casemate.wire.Access.Need;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The page of one instance on which its customer, or an operator, sets who gets in.
@Controller
final class AccessPages {
    static final String TAB = "/access";
    /// What buttons of the warning say: add my address, or I mean it.
    private static final String ADD = "add";

    private static final String MEANT = "meant";

    private final Entrances entrances;
    private final Instances instances;
    private final InstanceTabs tabs;
    private final Clock clock;

    AccessPages(Entrances entrances, Instances instances, InstanceTabs tabs, Clock clock) {
        this.entrances = entrances;
        this.instances = instances;
        this.tabs = tabs;
        this.clock = clock;
    }

    /// What the form about the rules holds, as typed.
    ///
    /// @param typed the list of ranges
    public record Form(
            boolean restricted,
            boolean all,
            boolean byAddress,
            boolean byDevice,
            boolean signOn,
            String typed,
            List<RangeList.Problem> problems,
            int more,
            String lockOut,
            String address) {}

    @Needs(Permission.ACCESS_VIEW)
    @GetMapping({"/portal/instances/{id}/access", "/console/instances/{id}/access"})
    ResponseEntity<byte[]> show(Page page, @PathVariable("id") String id) {
        return show(page, HttpStatus.OK, instance(page, id), Optional.empty(), "");
    }

    @Needs(Permission.ACCESS_MANAGE)
    @Fresh
    @PostMapping({"/portal/instances/{id}/access", "/console/instances/{id}/access"})
    ResponseEntity<byte[]> change(
            Page page,
            @PathVariable("id") String id,
            @RequestParam("restricted") String restricted,
            @RequestParam(name = "need", defaultValue = "any") String need,
            @RequestParam(name = "byAddress", defaultValue = "") String byAddress,
            @RequestParam(name = "byDevice", defaultValue = "") String byDevice,
            @RequestParam(name = "signOn", defaultValue = "") String signOn,
            @RequestParam(name = "ranges", defaultValue = "") String typed,
            @RequestParam(name = "sure", defaultValue = "") String sure) {
        Instance instance = instance(page, id);
        Optional<InetAddress> here = here(page);
        String text = sure.equals(ADD)
                ? here.map(a -> typed.stripTrailing() + "\n"
                                + new NamedRange(AddressRange.of(a), page.say("access.mine")).line())
                        .orElse(typed)
                : typed;
        RangeList list = RangeList.read(text);
        Restriction.Rules wish = new Restriction.Rules(
                restricted.equals("yes"),
                need.equals("all") ? Need.ALL : Need.ANY,
                !byAddress.isEmpty(),
                !byDevice.isEmpty(),
                !signOn.isEmpty(),
                list.ranges());
        LockOut lockOut = list.sound()
                ? entrances.change(
                        instance.id(),
                        wish,
                        here,
                        sure.equals(MEANT),
                        page.signedIn().actor())
                : LockOut.NONE;
        if (list.sound() && lockOut == LockOut.NONE) {
            return page.see("/instances/" + id + TAB, Flash.good("access.done.rules"));
        }
        Form form = new Form(
                wish.restricted(),
                wish.need() == Need.ALL,
                wish.byAddress(),
                wish.byDevice(),
                wish.signOn(),
                text,
                list.problems(),
                list.more(),
                lockOut == LockOut.NONE ? "" : lockOut.name().toLowerCase(java.util.Locale.ROOT),
                here.map(InetAddress::getHostAddress).orElse(""));
        return show(page, HttpStatus.UNPROCESSABLE_CONTENT, instance, Optional.of(form), "");
    }

    @Needs(Permission.ACCESS_MANAGE)
    @PostMapping({"/portal/instances/{id}/access/password", "/console/instances/{id}/access/password"})
    ResponseEntity<byte[]> password(
            Page page, @PathVariable("id") String id, @RequestParam("password") String password) {
        Instance instance = instance(page, id);
        try {
            entrances.setPassword(
                    instance.id(), Secret.of(password), page.signedIn().actor());
        } catch (Refusal refusal) {
            return show(page, HttpStatus.UNPROCESSABLE_CONTENT, instance, Optional.empty(), page.say(refusal));
        }
        return page.see("/instances/" + id + TAB, Flash.good("access.done.password"));
    }

    @Needs(Permission.ACCESS_MANAGE)
    @Fresh
    @PostMapping({"/portal/instances/{id}/access/password/remove", "/console/instances/{id}/access/password/remove"})
    ResponseEntity<byte[]> removePassword(Page page, @PathVariable("id") String id) {
        return done(page, id, entrances::removePassword, "access.done.password-removed");
    }

    @Needs(Permission.ACCESS_MANAGE)
    @PostMapping({"/portal/instances/{id}/access/again", "/console/instances/{id}/access/again"})
    ResponseEntity<byte[]> again(Page page, @PathVariable("id") String id) {
        return done(page, id, entrances::endEntries, "access.done.again");
    }

    /// Answers with the page that shows the link, not with a redirect: it is in this answer and nowhere else.
    @Needs(Permission.ACCESS_MANAGE)
    @PostMapping({"/portal/instances/{id}/access/devices", "/console/instances/{id}/access/devices"})
    ResponseEntity<byte[]> enrol(
            Page page,
            @PathVariable("id") String id,
            @RequestParam("name") String name,
            @RequestParam("days") String days) {
        Instance instance = instance(page, id);
        try {
            NewDevice made = entrances.enrol(
                    instance.id(),
                    name,
                    number(days),
                    page.site().originAt(instance.listener(), instance.host()),
                    page.signedIn().actor());
            return page.show(
                    "access/link",
                    Map.of(
                            "instance", instance,
                            "made", made,
                            "qr", QrCodes.svg(made.link(), page.say("access.link.qr", made.name()))));
        } catch (Refusal refusal) {
            return show(page, HttpStatus.UNPROCESSABLE_CONTENT, instance, Optional.empty(), page.say(refusal));
        }
    }

    @Needs(Permission.ACCESS_MANAGE)
    @PostMapping({
        "/portal/instances/{id}/access/devices/{device}/rename",
        "/console/instances/{id}/access/devices/{device}/rename"
    })
    ResponseEntity<byte[]> rename(
            Page page,
            @PathVariable("id") String id,
            @PathVariable("device") String device,
            @RequestParam("name") String name) {
        return done(page, id, (i, actor) -> entrances.rename(i, device, name, actor), "access.done.renamed");
    }

    @Needs(Permission.ACCESS_MANAGE)
    @PostMapping({
        "/portal/instances/{id}/access/devices/{device}/revoke",
        "/console/instances/{id}/access/devices/{device}/revoke"
    })
    ResponseEntity<byte[]> revoke(Page page, @PathVariable("id") String id, @PathVariable("device") String device) {
        return done(page, id, (i, actor) -> entrances.revoke(i, device, actor), "access.done.revoked");
    }

    private ResponseEntity<byte[]> done(Page page, String id, BiConsumer<InstanceId, Actor> change, String done) {
        Instance instance = instance(page, id);
        try {
            change.accept(instance.id(), page.signedIn().actor());
        } catch (Refusal refusal) {
            return show(page, HttpStatus.UNPROCESSABLE_CONTENT, instance, Optional.empty(), page.say(refusal));
        }
        return page.see("/instances/" + id + TAB, Flash.good(done));
    }

    private ResponseEntity<byte[]> show(
            Page page, HttpStatus status, Instance instance, Optional<Form> typed, String problem) {
        Actor actor = page.signedIn().actor();
        Restriction now = entrances.of(instance.id(), actor);
        Instant moment = clock.instant();
        List<DisplayDevice> devices = new ArrayList<>(entrances.devices(instance.id(), actor));
        Map<String, Object> model = new HashMap<>();
        model.put("instance", instance);
        model.put("tabs", tabs.of(instance.id(), TAB));
        model.put("rules", now);
        model.put("form", typed.orElseGet(() -> form(now, here(page))));
        model.put("devices", devices);
        model.put("now", moment);
        model.put("problem", problem);
        return page.show(status, "access/one", model);
    }

    private static Form form(Restriction now, Optional<InetAddress> here) {
        return new Form(
                now.restricted(),
                now.need() == Need.ALL,
                now.byAddress(),
                now.byDevice(),
                now.signOn(),
                RangeList.text(now.ranges()),
                List.of(),
                0,
                "",
                here.map(InetAddress::getHostAddress).orElse(""));
    }

    private Instance instance(Page page, String id) {
        return instances.get(new InstanceId(id), page.signedIn().actor());
    }

    /// Where a customer's administrator is, as the edge saw it; an operator is no visitor of the instance.
    private static Optional<InetAddress> here(Page page) {
        if (page.console()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(page.visitor().address()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static int number(String typed) {
        try {
            return Integer.parseInt(typed);
        } catch (NumberFormatException _) {
            return 0;
        }
    }
}
