package casemate.control.member;

import casemate.base.Refusal;
import casemate.control.account.Accounts;
import casemate.control.account.Token;
import casemate.control.web.Flash;
import casemate.control.web.Fresh;
import casemate.control.web.Page;
import casemate.control.web.SignedIn;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// What a person sets for themselves: address, language, time zone.
@Controller
final class YouRoutes {
    private static final String PATH = "/account/you";

    private final Accounts accounts;
    private final EmailChanges changes;

    YouRoutes(Accounts accounts, EmailChanges changes) {
        this.accounts = accounts;
        this.changes = changes;
    }

    @SignedIn("their own page")
    @GetMapping({"/portal/account/you", "/console/account/you"})
    ResponseEntity<byte[]> you(Page page) {
        return you(page, HttpStatus.OK, "");
    }

    @SignedIn("their own time zone")
    @PostMapping({"/portal/account/you/zone", "/console/account/you/zone"})
    ResponseEntity<byte[]> zone(Page page, @RequestParam("zone") String typed) {
        try {
            accounts.choose(page.signedIn().user(), zone(typed), page.signedIn().actor());
            return page.see(PATH, Flash.good("account.saved"));
        } catch (Refusal refusal) {
            return you(page, HttpStatus.UNPROCESSABLE_CONTENT, page.say(refusal));
        }
    }

    @SignedIn("their own address")
    @Fresh
    @PostMapping({"/portal/account/you/email", "/console/account/you/email"})
    ResponseEntity<byte[]> email(Page page, @RequestParam("email") String typed) {
        try {
            changes.ask(page.signedIn(), typed);
            return page.see(PATH, Flash.good("member.done.email-asked"));
        } catch (Refusal refusal) {
            return you(page, HttpStatus.UNPROCESSABLE_CONTENT, page.say(refusal));
        }
    }

    @SignedIn("the link in the letter and their session together are the proof")
    @GetMapping({"/portal/email", "/console/email"})
    ResponseEntity<byte[]> look(Page page, @RequestParam(name = "token", defaultValue = "") String token) {
        return changes.waiting(Token.presented(token))
                .filter(w -> w.person().equals(page.signedIn().user()))
                .map(w -> page.show(
                        "member/email",
                        Map.of("token", token, "email", w.email().value())))
                .orElseGet(() -> page.show(HttpStatus.NOT_FOUND, "member/useless", Map.of()));
    }

    @SignedIn("the link in the letter and their session together are the proof")
    @PostMapping({"/portal/email", "/console/email"})
    ResponseEntity<byte[]> confirm(Page page, @RequestParam("token") String token) {
        changes.confirm(Token.presented(token), page.signedIn());
        return page.see(PATH, Flash.good("member.done.email-changed"));
    }

    private static ResponseEntity<byte[]> you(Page page, HttpStatus status, String problem) {
        List<String> zones = ZoneId.getAvailableZoneIds().stream()
                .filter(z -> z.indexOf('/') > 0 && !z.startsWith("Etc/") && !z.startsWith("SystemV/"))
                .sorted()
                .toList();
        return page.show(status, "member/you", Map.of("zones", zones, "problem", problem));
    }

    private static ZoneId zone(String typed) {
        if (!ZoneId.getAvailableZoneIds().contains(typed)) {
            throw Refusal.invalid("zone-unknown", "Choose one of the time zones on the page.");
        }
        return ZoneId.of(typed);
    }
}
