package casemate.control.signin;

import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.account.Token;
import casemate.control.place.Places;
import casemate.control.web.Flash;
import casemate.control.web.Fresh;
import casemate.control.web.Page;
import casemate.control.web.SignedIn;
import casemate.control.web.Viewer;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// A person's own password and sessions.
@Controller
final class SecurityRoutes {
    private static final String PATH = "/account/security";

    private final Sessions sessions;
    private final Places places;

    SecurityRoutes(Sessions sessions, Places places) {
        this.sessions = sessions;
        this.places = places;
    }

    @SignedIn("their own password and sessions")
    @GetMapping({"/portal/account/security", "/console/account/security"})
    ResponseEntity<byte[]> list(Page page) {
        return show(page, HttpStatus.OK, "");
    }

    @SignedIn("their own password and sessions")
    @PostMapping({"/portal/account/security/end", "/console/account/security/end"})
    ResponseEntity<byte[]> end(Page page, @RequestParam("session") String session) {
        sessions.end(page.signedIn(), session);
        return page.see(PATH, Flash.good("signin.ended"));
    }

    @SignedIn("their own password and sessions")
    @PostMapping({"/portal/account/security/end-others", "/console/account/security/end-others"})
    ResponseEntity<byte[]> endOthers(Page page) {
        sessions.endOthers(page.signedIn());
        return page.see(PATH, Flash.good("signin.ended-others"));
    }

    @SignedIn("their own password and sessions")
    @Fresh
    @PostMapping({"/portal/account/security/password", "/console/account/security/password"})
    ResponseEntity<byte[]> changePassword(
            Page page,
            HttpServletRequest request,
            @RequestParam("present") String present,
            @RequestParam("wanted") String wanted) {
        try {
            Token token = sessions.changePassword(page.signedIn(), Secret.of(present), Secret.of(wanted));
            page.keep(Gate.of(request).keep(token));
            return page.see(PATH, Flash.good("signin.password-changed"));
        } catch (Refusal refused) {
            return show(page, HttpStatus.UNPROCESSABLE_CONTENT, refused.code());
        }
    }

    private ResponseEntity<byte[]> show(Page page, HttpStatus status, String problem) {
        Viewer viewer = page.signedIn();
        List<Session> all = sessions.of(viewer);
        Map<String, String> named = new HashMap<>();
        all.forEach(s -> places.name(s.place(), page.language()).ifPresent(name -> named.put(s.place(), name + " · ")));
        return page.show(
                status,
                "signin/security",
                Map.of("sessions", all, "places", named, "current", viewer.session(), "problem", problem));
    }
}
