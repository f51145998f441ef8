package casemate.control.member;

import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.account.Token;
import casemate.control.signin.Sessions;
import casemate.control.web.Cookies;
import casemate.control.web.Flash;
import casemate.control.web.Open;
import casemate.control.web.Page;
import casemate.control.web.RateLimits;
import casemate.control.web.RateLimits.Limit;
import casemate.control.web.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Where the link in an invitation leads.
@Controller
final class InvitationRoutes {
    /// Each costs a password's hash.
    private static final Limit POSTS = new Limit("join", 30, Duration.ofMinutes(15));

    /// Keeps the token while somebody goes to sign in.
    private static final String COOKIE = "__Host-invitation";

    private static final Duration DETOUR = Duration.ofMinutes(30);
    private static final int MAX_TOKEN = 64;

    /// The longest that is read of what should be a password.
    private static final int MAX_PASSWORD = 1024;

    private final Invitations invitations;
    private final Sessions sessions;
    private final RateLimits limits;

    InvitationRoutes(Invitations invitations, Sessions sessions, RateLimits limits) {
        this.invitations = invitations;
        this.sessions = sessions;
        this.limits = limits;
    }

    /// The token comes with the letter's link, or from the cookie after a detour to the sign-in page.
    @Open("the link in the letter is the proof")
    @GetMapping({"/portal/invitation", "/console/invitation"})
    ResponseEntity<byte[]> look(
            Page page, HttpServletRequest request, @RequestParam(name = "token", defaultValue = "") String typed) {
        String token = typed.isEmpty() ? Cookies.read(request, COOKIE).orElse("") : typed;
        if (page.viewer().isEmpty() && !token.isEmpty() && token.length() <= MAX_TOKEN) {
            page.keep(Cookies.write(COOKIE, token, DETOUR));
        }
        return show(page, HttpStatus.OK, token, "");
    }

    @Open("the link in the letter is the proof")
    @PostMapping({"/portal/invitation", "/console/invitation"})
    ResponseEntity<byte[]> join(
            Page page, @RequestParam("token") String presented, @RequestParam("password") String password) {
        limits.count(POSTS, page.visitor().network());
        return take(page, presented, () -> {
            invitations.join(
                    Token.presented(presented),
                    Secret.of(password.substring(0, Math.min(password.length(), MAX_PASSWORD))),
                    page.language());
            return page.see("/sign-in", Flash.good("member.done.join"));
        });
    }

    @SignedIn("the door looks whether the invitation is theirs")
    @PostMapping("/portal/invitation/accept")
    ResponseEntity<byte[]> accept(Page page, @RequestParam("token") String presented) {
        return take(page, presented, () -> {
            sessions.actFor(page.signedIn(), invitations.accept(Token.presented(presented), page.signedIn()));
            return page.see("/", Flash.good("member.done.accept"));
        });
    }

    private ResponseEntity<byte[]> take(Page page, String token, Supplier<ResponseEntity<byte[]>> take) {
        try {
            if (here(page, token).isEmpty()) {
                return useless(page);
            }
            ResponseEntity<byte[]> taken = take.get();
            page.keep(Cookies.remove(COOKIE));
            return taken;
        } catch (Refusal refused) {
            return refused.kind() == Refusal.Kind.NOT_FOUND
                    ? useless(page)
                    : show(page, HttpStatus.UNPROCESSABLE_CONTENT, token, page.say(refused));
        }
    }

    private ResponseEntity<byte[]> show(Page page, HttpStatus status, String token, String problem) {
        return here(page, token)
                .map(invitation -> page.show(
                        status,
                        "member/invitation",
                        Map.of(
                                "token", token,
                                "invitation", invitation,
                                "name", invitations.name(invitation),
                                "known", invitations.known(invitation),
                                "problem", problem)))
                .orElseGet(() -> useless(page));
    }

    /// An invitation to the operators is none at the portal, and the other way round.
    private Optional<Invitation> here(Page page, String token) {
        return invitations
                .waiting(Token.presented(token))
                .filter(i -> page.console() == i.customer().isEmpty());
    }

    private static ResponseEntity<byte[]> useless(Page page) {
        return page.show(HttpStatus.NOT_FOUND, "member/useless", Map.of());
    }
}
