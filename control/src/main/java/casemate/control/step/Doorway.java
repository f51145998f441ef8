package casemate.control.step;

import casemate.base.Refusal;
import casemate.control.account.Person;
import casemate.control.account.Token;
import casemate.control.signin.AfterPassword;
import casemate.control.signin.Doorstep;
import casemate.control.signin.Opened;
import casemate.control.signin.Sessions;
import casemate.control.signin.Verified;
import casemate.control.web.Cookies;
import casemate.control.web.Flash;
import casemate.control.web.Page;
import casemate.control.web.Paths;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.springframework.http.ResponseEntity;

/// What the pages need on which somebody proves more than a password, in this room and in those that bring
/// other kinds of factors: who is half-way in, and the rest of the way.
public final class Doorway implements AfterPassword {
    /// Pages of the second step stand under this path, for strangers who hold the cookie of the first.
    static final String SECOND = "/sign-in/second";

    static final String SET_UP = "/sign-in/set-up";
    private static final String SIGN_IN = "/sign-in";
    private static final String PORTAL_COOKIE = "__Host-half";
    private static final String CONSOLE_COOKIE = "__Host-operator-half";

    private final SecondSteps steps;
    private final Sessions sessions;

    Doorway(SecondSteps steps, Sessions sessions) {
        this.steps = steps;
        this.sessions = sessions;
    }

    @Override
    public ResponseEntity<byte[]> enter(Page page, HttpServletRequest request, Verified verified, String next) {
        return switch (steps.enter(verified, page.visitor())) {
            case Entry.In in -> inside(page, request, in.opened(), next);
            case Entry.HalfWay half -> {
                page.keep(Cookies.write(cookie(page), half.token().reveal(), SecondSteps.LIFE));
                yield page.see((half.setUp() ? SET_UP : SECOND) + "?next=" + Paths.own(next));
            }
        };
    }

    /// Who is half-way in in this browser, at this door.
    public Optional<Half> half(Page page, HttpServletRequest request) {
        return Cookies.read(request, cookie(page)).flatMap(c -> steps.find(page.console(), Token.presented(c)));
    }

    /// Takes the second step, and leads inside. Throttled, and counted before it is tried.
    ///
    /// @param proof whether what they show is right; asked once, and it must use up what it accepts
    /// @throws Refusal when it is not right, and of kind UNAUTHENTICATED when that was once too often: see
    /// [#orBeginAgain]
    public ResponseEntity<byte[]> enter(
            Page page, HttpServletRequest request, Half half, BooleanSupplier proof, String next) {
        Opened opened = steps.prove(half, proof, page.visitor(), Doorstep.device(request));
        return inside(page, request, opened, next);
    }

    /// Leads somebody inside who proved themselves by something that is enough alone, such as a passkey
    /// that saw its owner.
    ///
    /// @throws Refusal as [Sessions#open], and for an account of the other door
    public ResponseEntity<byte[]> enterAlone(Page page, HttpServletRequest request, Person person, String next) {
        if (person.operator() != page.console() || person.disabled()) {
            throw new Refusal(
                    Refusal.Kind.UNAUTHENTICATED, "sign-in-refused", "The address or the password is not right.");
        }
        return inside(page, request, sessions.open(person, page.visitor(), false), next);
    }

    /// Proves anew who sits before a session, and goes back to what they came from. Throttled like the
    /// second step.
    ///
    /// @throws Refusal when it is not right
    public ResponseEntity<byte[]> proveAgain(
            Page page, HttpServletRequest request, BooleanSupplier proof, String next) {
        sessions.guess(page.signedIn().user(), page.visitor(), Doorstep.device(request), proof);
        return provedAgain(page, request, sessions.strengthen(page.signedIn()), next);
    }

    ResponseEntity<byte[]> provedAgain(Page page, HttpServletRequest request, Token token, String next) {
        Doorstep.keep(page, request, token);
        return page.see(Paths.own(next), Flash.good("signin.step-up.done"));
    }

    /// Sends whoever is half-way in no longer back to the beginning; other refusals stay what they are.
    public ResponseEntity<byte[]> orBeginAgain(Page page, Supplier<ResponseEntity<byte[]>> step) {
        try {
            return step.get();
        } catch (Refusal refused) {
            if (refused.kind() != Refusal.Kind.UNAUTHENTICATED) {
                throw refused;
            }
            page.keep(Cookies.remove(cookie(page)));
            return page.see(SIGN_IN, Flash.bad("step.over"));
        }
    }

    private static ResponseEntity<byte[]> inside(Page page, HttpServletRequest request, Opened opened, String next) {
        Doorstep.welcome(page, request, opened);
        page.keep(Cookies.remove(cookie(page)));
        return page.see(Paths.own(next));
    }

    private static String cookie(Page page) {
        return page.console() ? CONSOLE_COOKIE : PORTAL_COOKIE;
    }
}
