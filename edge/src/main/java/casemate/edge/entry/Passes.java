package casemate.edge.entry;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.edge.http1.Head;
import casemate.wire.EndedPasses;
import casemate.wire.EntryTicket;
import casemate.wire.Pass;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Who is signed in at the platform, as far as this edge is concerned: takes a ticket of the portal's, keeps
/// the pass of it in a cookie that only this edge can make, and believes it until it ends or control says that
/// it has ended.
public final class Passes {
    /// Browsers keep no larger cookie than 4,096 bytes with its name.
    private static final int MAX_CHARS = 3_800;
    /// Time to type a password and a second factor at the portal.
    private static final Duration FLOW_LIFE = Duration.ofMinutes(15);

    public static final String FLOW_COOKIE = Cookies.PREFIX + "flow";
    private static final int FLOW_CHARS = 43;

    private final Seal seal;
    private final PortalTickets tickets;
    private final SecureRandom chance;
    private final Clock clock;
    private volatile EndedPasses ended = EndedPasses.NONE;

    public Passes(Seal seal, PortalTickets tickets, SecureRandom chance, Clock clock) {
        this.seal = seal;
        this.tickets = tickets;
        this.chance = chance;
        this.clock = clock;
    }

    /// A browser that begins to sign in.
    ///
    /// @param digest what goes to the portal and comes back in the ticket
    /// @param cookie for `Set-Cookie`
    public record Flow(String digest, String cookie) {}

    /// @param to the path to go on to, as the ticket says
    /// @param cookie for `Set-Cookie`
    public record Entered(String to, String cookie) {}

    /// Takes what control says of passes that are over.
    public void obey(EndedPasses said) {
        ended = said;
    }

    /// One for all tabs of a browser.
    public Flow begin(Head request) {
        String secret = flows(request).stream().findFirst().orElseGet(() -> Codes.random(chance));
        return new Flow(Codes.digest(secret), Cookies.set(FLOW_COOKIE, secret, FLOW_LIFE));
    }

    private static List<String> flows(Head request) {
        return Cookies.values(request, FLOW_COOKIE).stream()
                .filter(secret -> secret.length() == FLOW_CHARS && secret.matches("[A-Za-z0-9_-]+"))
                .toList();
    }

    /// Lets this browser in by a ticket that it asked for itself.
    ///
    /// @param generation of the route's rules
    public Optional<Entered> enter(Head request, String sealed, String host, long generation) {
        List<String> begun = flows(request).stream().map(Codes::digest).toList();
        return tickets.use(sealed, host)
                .filter(ticket -> begun.contains(ticket.flow()) && counts(ticket.pass()))
                .map(ticket -> entered(ticket, host, generation));
    }

    private Entered entered(EntryTicket ticket, String host, long generation) {
        Pass pass = ticket.pass();
        String value = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(pass.json().canonical());
        String cookie = value + "." + seal.sign(bound(host, generation, value));
        return new Entered(
                ticket.to(),
                Cookies.set(Way.SIGN_ON.cookie(), cookie, Duration.between(clock.instant(), pass.until())));
    }

    /// Who asks, if this browser has a pass for this host that still counts.
    public Optional<Pass> of(Head request, String host, long generation) {
        for (String cookie : Cookies.values(request, Way.SIGN_ON.cookie())) {
            Optional<Pass> pass = open(cookie, host, generation).filter(this::counts);
            if (pass.isPresent()) {
                return pass;
            }
        }
        return Optional.empty();
    }

    private boolean counts(Pass pass) {
        Instant now = clock.instant();
        return now.isBefore(pass.until())
                && !pass.until().isAfter(pass.issued().plus(Seal.LIFE))
                && !ended.covers(pass);
    }

    private Optional<Pass> open(String cookie, String host, long generation) {
        int dot = cookie.indexOf('.');
        if (dot < 1 || cookie.length() > MAX_CHARS) {
            return Optional.empty();
        }
        String value = cookie.substring(0, dot);
        if (!seal.signed(bound(host, generation, value), cookie.substring(dot + 1))) {
            return Optional.empty();
        }
        try {
            byte[] json = Base64.getUrlDecoder().decode(value);
            return Optional.of(Pass.read(Json.parse(json, MAX_CHARS)));
        } catch (Refusal | IllegalArgumentException _) {
            // Ours, but of another release.
            return Optional.empty();
        }
    }

    private static byte[] bound(String host, long generation, String value) {
        return ("pass\0" + host + "\0" + generation + "\0" + value).getBytes(StandardCharsets.UTF_8);
    }

    /// A `Set-Cookie` value that takes the pass away from the browser.
    public static String forget() {
        return Cookies.set(Way.SIGN_ON.cookie(), "", Duration.ZERO);
    }
}
