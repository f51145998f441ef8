package casemate.control.passkey;

import casemate.base.Refusal;
import casemate.control.account.Accounts;
import casemate.control.account.Person;
import casemate.control.web.Flash;
import casemate.control.web.Fresh;
import casemate.control.web.Page;
import casemate.control.web.Pages;
import casemate.control.web.SignedIn;
import casemate.control.web.Viewer;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// A person's own passkeys.
@Controller
final class PasskeyRoutes {
    static final String PATH = "/account/security/passkey";

    private static final String OWN = "their own passkeys";

    private final Passkeys passkeys;
    private final Accounts accounts;
    private final BrowserCookie browsers;

    PasskeyRoutes(Passkeys passkeys, Accounts accounts, BrowserCookie browsers) {
        this.passkeys = passkeys;
        this.accounts = accounts;
        this.browsers = browsers;
    }

    @SignedIn(OWN)
    @GetMapping({"/portal/account/security/passkey", "/console/account/security/passkey"})
    ResponseEntity<byte[]> list(Page page) {
        return list(page, HttpStatus.OK, "");
    }

    @SignedIn(OWN)
    @Fresh
    @GetMapping({"/portal/account/security/passkey/add", "/console/account/security/passkey/add"})
    ResponseEntity<byte[]> ask(Page page, HttpServletRequest request) {
        try {
            return ask(page, request, HttpStatus.OK, page.visitor().device(), "");
        } catch (Refusal refused) {
            return list(page, EntryRoutes.status(refused), page.say(refused));
        }
    }

    @SignedIn(OWN)
    @Fresh
    @PostMapping({"/portal/account/security/passkey/add", "/console/account/security/passkey/add"})
    ResponseEntity<byte[]> add(
            Page page,
            HttpServletRequest request,
            @RequestParam("name") String name,
            @RequestParam("credential") String credential) {
        Viewer viewer = page.signedIn();
        Challenge challenge = Challenge.of(browsers.shown(request), Purpose.ADD, viewer.user(), viewer.operator());
        try {
            passkeys.add(challenge, person(viewer), name, credential, viewer.actor());
            return page.see(PATH, Flash.good("passkey.done.added"));
        } catch (Refusal refused) {
            return ask(page, request, EntryRoutes.status(refused), name, page.say(refused));
        }
    }

    @SignedIn(OWN)
    @Fresh
    @PostMapping({
        "/portal/account/security/passkey/{passkey}/remove",
        "/console/account/security/passkey/{passkey}/remove"
    })
    ResponseEntity<byte[]> remove(Page page, @PathVariable("passkey") String passkey) {
        Viewer viewer = page.signedIn();
        try {
            passkeys.remove(viewer.user(), passkey, viewer.operator(), viewer.actor());
            return page.see(PATH, Flash.good("passkey.done.removed"));
        } catch (Refusal refused) {
            return list(page, EntryRoutes.status(refused), page.say(refused));
        }
    }

    private ResponseEntity<byte[]> list(Page page, HttpStatus status, String problem) {
        return page.show(
                status,
                "passkey/list",
                Map.of("passkeys", passkeys.of(page.signedIn().user()), "problem", problem));
    }

    private ResponseEntity<byte[]> ask(
            Page page, HttpServletRequest request, HttpStatus status, String name, String problem) {
        Viewer viewer = page.signedIn();
        Challenge challenge = Challenge.of(browsers.give(page, request), Purpose.ADD, viewer.user(), viewer.operator());
        return page.show(
                status,
                "passkey/add",
                Map.of(
                        "options",
                        passkeys.askToAdd(challenge, person(viewer)),
                        "action",
                        PATH + "/add",
                        "back",
                        PATH,
                        "next",
                        "",
                        "name",
                        name,
                        "problem",
                        problem));
    }

    private Person person(Viewer viewer) {
        return accounts.person(viewer.user()).orElseThrow(Pages::stranger);
    }
}
