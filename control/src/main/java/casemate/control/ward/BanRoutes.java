package casemate.control.ward;

import casemate.base.AddressRange;
import casemate.base.Refusal;
import casemate.control.web.Flash;
import casemate.control.web.Needs;
import casemate.control.web.Page;
import casemate.control.web.Permission;
import java.net.InetAddress;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The operator's view of bans, spared addresses and the platform's switch for an attack.
@Controller
final class BanRoutes {
    private static final int PAGE_SIZE = 50;
    private static final int MAX_HISTORY = 100;

    private final Ward ward;

    BanRoutes(Ward ward) {
        this.ward = ward;
    }

    @Needs(Permission.STAFF_BAN_VIEW)
    @GetMapping("/console/bans")
    ResponseEntity<byte[]> list(
            Page page,
            @RequestParam(name = "q", defaultValue = "") String typed,
            @RequestParam(name = "over", defaultValue = "") String over,
            @RequestParam(name = "before", defaultValue = "") String before) {
        try {
            return page.show("ward/bans", model(typed, !over.isEmpty(), before, BanForm.EMPTY, ""));
        } catch (Refusal refusal) {
            Map<String, Object> model = new LinkedHashMap<>(model("", false, "", BanForm.EMPTY, page.say(refusal)));
            model.put("typed", typed);
            return page.show(HttpStatus.UNPROCESSABLE_CONTENT, "ward/bans", model);
        }
    }

    /// The part of the page that follows by itself.
    @Needs(Permission.STAFF_BAN_VIEW)
    @GetMapping("/console/bans/live")
    ResponseEntity<byte[]> live(
            Page page,
            @RequestParam(name = "q", defaultValue = "") String typed,
            @RequestParam(name = "over", defaultValue = "") String over,
            @RequestParam(name = "before", defaultValue = "") String before) {
        return page.show("ward/ban-list", listed(typed, !over.isEmpty(), before));
    }

    @Needs(Permission.STAFF_BAN_VIEW)
    @GetMapping("/console/bans/{id}")
    ResponseEntity<byte[]> one(Page page, @PathVariable("id") String id) {
        return one(page, HttpStatus.OK, ward.get(id), "");
    }

    @Needs(Permission.STAFF_BAN_MANAGE)
    @PostMapping("/console/bans")
    ResponseEntity<byte[]> ban(
            Page page,
            @RequestParam("range") String range,
            @RequestParam("length") String length,
            @RequestParam("why") String why) {
        try {
            ward.banByHand(
                    AddressRange.parse(range.strip()),
                    length(length),
                    why,
                    own(page),
                    page.signedIn().actor());
        } catch (Refusal refusal) {
            return page.show(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "ward/bans",
                    model("", false, "", new BanForm(range, length, why), page.say(refusal)));
        }
        return page.see("/bans", Flash.good("ward.done.ban"));
    }

    @Needs(Permission.STAFF_BAN_MANAGE)
    @PostMapping("/console/bans/{id}/lift")
    ResponseEntity<byte[]> lift(Page page, @PathVariable("id") String id, @RequestParam("why") String why) {
        KeptBan ban = ward.get(id);
        try {
            ward.lift(id, why, page.signedIn().actor());
        } catch (Refusal refusal) {
            return one(page, HttpStatus.UNPROCESSABLE_CONTENT, ban, page.say(refusal));
        }
        return page.see("/bans/" + id, Flash.good("ward.done.lift"));
    }

    @Needs(Permission.STAFF_BAN_MANAGE)
    @PostMapping("/console/bans/spare")
    ResponseEntity<byte[]> spare(Page page, @RequestParam("range") String range, @RequestParam("why") String why) {
        try {
            ward.spare(AddressRange.parse(range.strip()), why, page.signedIn().actor());
        } catch (Refusal refusal) {
            return page.show(
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "ward/bans",
                    model("", false, "", BanForm.EMPTY, page.say(refusal)));
        }
        return page.see("/bans", Flash.good("ward.done.spare"));
    }

    @Needs(Permission.STAFF_BAN_MANAGE)
    @PostMapping("/console/bans/unspare")
    ResponseEntity<byte[]> unspare(Page page, @RequestParam("range") String range) {
        ward.unspare(AddressRange.parse(range), page.signedIn().actor());
        return page.see("/bans", Flash.good("ward.done.unspare"));
    }

    @Needs(Permission.STAFF_BAN_MANAGE)
    @PostMapping("/console/bans/attack")
    ResponseEntity<byte[]> attack(Page page, @RequestParam("on") String on) {
        boolean begins = on.equals("yes");
        ward.attacked(begins, page.signedIn().actor());
        return page.see("/bans", Flash.good(begins ? "ward.done.attack-on" : "ward.done.attack-off"));
    }

    private ResponseEntity<byte[]> one(Page page, HttpStatus status, KeptBan ban, String problem) {
        List<KeptBan> history = ward.page(new BanSearch(Optional.of(ban.ban().range()), true), "", MAX_HISTORY);
        return page.show(
                status, "ward/ban", Map.of("ban", ban, "history", history, "now", ward.now(), "problem", problem));
    }

    private Map<String, Object> model(String typed, boolean over, String before, BanForm form, String problem) {
        Map<String, Object> model = new LinkedHashMap<>(listed(typed, over, before));
        model.put("form", form);
        model.put("problem", problem);
        model.put("spared", ward.spared());
        model.put("attack", ward.underAttack());
        return model;
    }

    private Map<String, Object> listed(String typed, boolean over, String before) {
        List<KeptBan> bans = ward.page(BanSearch.of(typed, over), before, PAGE_SIZE);
        String next = bans.size() == PAGE_SIZE ? bans.getLast().ban().id() : "";
        return Map.of(
                "bans",
                bans,
                "next",
                next,
                "typed",
                typed,
                "over",
                over,
                "before",
                before,
                "now",
                ward.now(),
                "count",
                ward.inForce());
    }

    static Duration length(String typed) {
        try {
            return Duration.parse(typed.strip());
        } catch (DateTimeParseException _) {
            throw Refusal.invalid("ban-length", "Write how long the ban lasts as PT10M, PT1H or P7D.");
        }
    }

    static Optional<InetAddress> own(Page page) {
        try {
            return Optional.of(InetAddress.ofLiteral(page.visitor().address()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
