package casemate.edge;

import casemate.base.Json;
import casemate.edge.entry.Codes;
import casemate.edge.entry.Cookies;
import casemate.edge.entry.Passes;
import casemate.edge.entry.SharedPassword;
import casemate.edge.entry.Way;
import casemate.promise.Cadence;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.wire.Access;
import casemate.wire.Device;
import casemate.wire.EntryTicket;
import casemate.wire.Pass;
import casemate.wire.Route;
import casemate.wire.SnapshotKey;
import casemate.wire.Upstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// ACC-6, display points: an application behind the edge that one enrolled screen, one link and one password open; then
/// everybody who must not get in tries, the screen that was revoked a moment ago among them.
final class DeviceDrill extends EdgeDrill {
    static final PromiseId PROMISE = new PromiseId("ACC-6");
    private static final String NAME = "behind the door";
    private static final String ENROLLED = "drill-screen";
    private static final Duration AWHILE = Duration.ofMinutes(5);
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded";

    private final SecureRandom chance;
    private final Clock clock;

    /// @param real the edge with a name that it serves now, or empty while it serves none
    DeviceDrill(Supplier<Optional<EdgeTarget>> real, SecureRandom chance, Clock clock) {
        super(outside(PROMISE, "display-devices", new Cadence(Duration.ofHours(1), Duration.ofHours(3))), real);
        this.chance = chance;
        this.clock = clock;
    }

    @Override
    public Finding attempt(EdgeTarget target) {
        Keys keys = new Keys(Codes.random(chance), Codes.random(chance), Codes.random(chance), Codes.random(chance));
        try (StandIn application = StandIn.open(NAME);
                EdgeTarget door = target.lend(
                        List.of(application.upstream()), EdgeTarget.UNSHIELDED.with(access(keys, true)), chance)) {
            return judge(door, application.upstream(), keys);
        } catch (IOException | UncheckedIOException e) {
            return new Finding.Unproved("The edge could not be asked: " + e.getMessage() + ".");
        }
    }

    /// Secrets of one attempt.
    private record Keys(String screen, String expired, String link, String password) {}

    /// @param whole whether the screen and the password still open
    private Access access(Keys keys, boolean whole) {
        Instant now = clock.instant();
        List<Device> devices = new ArrayList<>();
        devices.add(new Device("drill-expired", Codes.digest(keys.expired), now.minusSeconds(1)));
        if (whole) {
            devices.add(new Device(ENROLLED, Codes.digest(keys.screen), now.plus(AWHILE)));
            devices.add(
                    new Device("drill-link", Codes.digest(keys.link), now.plus(AWHILE), Optional.of(now.plus(AWHILE))));
        }
        String word = whole ? keys.password : Codes.random(chance);
        byte[] salt = Codes.random(chance).getBytes(StandardCharsets.US_ASCII);
        return new Access(
                Access.Need.ANY,
                false,
                List.of(),
                true,
                devices,
                Optional.of(SharedPassword.light(word.getBytes(StandardCharsets.US_ASCII), salt)),
                true,
                0);
    }

    private Finding judge(EdgeTarget door, Upstream application, Keys keys) throws IOException {
        Stranger stranger = new Stranger(door, chance);
        InetAddress here = stranger.address() instanceof Inet4Address ? DrillAddress.any(chance) : stranger.address();
        Visits visits = new Visits(stranger, here);
        String screen = cookie(Way.DEVICE, keys.screen);
        if (!visits.in(screen)) {
            return new Finding.Unproved("The enrolled screen was not let in, so a refusal proves nothing.");
        }
        List<String> got = new ArrayList<>();
        note(got, "nobody in particular", visits.in(""));
        note(got, "a made-up cookie", visits.in(cookie(Way.DEVICE, Codes.random(chance))));
        note(got, "an expired screen", visits.in(cookie(Way.DEVICE, keys.expired)));
        note(got, "a made-up proof", visits.in(cookie(Way.PASSWORD, Codes.random(chance))));
        note(got, "a link's code as a cookie", visits.in(cookie(Way.DEVICE, keys.link)));
        note(got, "a forged ticket", visits.enters(Codes.random(chance), flow -> forged(door.host(), flow)));
        note(
                got,
                "a wrong password",
                visits.post("POST", EntryGuard.ENTER, "password=wrong").isPresent());
        Optional<String> byPassword = visits.post("POST", EntryGuard.ENTER, "password=" + keys.password);
        Optional<String> byLink = visits.post("POST", EntryGuard.DEVICE, "code=" + keys.link);
        note(
                got,
                "a link opened twice",
                visits.post("POST", EntryGuard.DEVICE, "code=" + keys.link).isPresent());
        boolean ways = byPassword.filter(visits::in).isPresent()
                && byLink.filter(visits::in).isPresent();
        if (got.isEmpty() && !ways) {
            return new Finding.Unproved("The password or the link did not open, so a refusal proves nothing.");
        }
        long revoked = System.nanoTime();
        AutoCloseable change = door.routes()
                .lend(new Route(
                        door.host(),
                        Optional.empty(),
                        Route.State.SERVING,
                        List.of(application),
                        EdgeTarget.UNSHIELDED.with(access(keys, false))));
        try (change) {
            note(got, "a revoked screen", visits.in(screen));
            note(
                    got,
                    "a screen whose link was revoked",
                    byLink.filter(visits::in).isPresent());
            note(
                    got,
                    "a password that was changed",
                    byPassword.filter(visits::in).isPresent());
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("what was lent could not be taken back", e);
        }
        Json.Obj measured = Json.object()
                .put("enrolledLetIn", true)
                .put("linkAndPasswordOpened", ways)
                .put("letInWrongly", Json.texts(got))
                .put("revocationMillis", (System.nanoTime() - revoked) / 1_000_000)
                .build();
        return got.isEmpty()
                ? new Finding.Kept(measured)
                : new Finding.Broken(measured, "Let in that must not be: " + String.join(", ", got) + ".");
    }

    private static void note(List<String> got, String who, boolean in) {
        if (in) {
            got.add(who);
        }
    }

    private static String cookie(Way way, String value) {
        return way.cookie() + "=" + value;
    }

    /// One that control did not sign.
    private String forged(String host, String flow) {
        Instant now = clock.instant();
        Instant until = now.plusSeconds(30);
        Pass nobody = new Pass(Codes.random(chance), now, until, "nobody", "nobody@invalid", "Nobody", "en", List.of());
        return new EntryTicket(host, Codes.random(chance), "/", until, Codes.digest(flow), nobody)
                .seal(SnapshotKey.generate());
    }

    /// What one browser does, from one address.
    private record Visits(Stranger stranger, InetAddress from) {
        /// Whether the application answers who shows this cookie.
        boolean in(String cookie) {
            List<String> lines =
                    cookie.isEmpty() ? List.of("GET / HTTP/1.1") : List.of("GET / HTTP/1.1", "Cookie: " + cookie);
            try {
                return stranger.ask(from, lines, "").body().contains(NAME);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// Whether a ticket leads to a cookie in the browser that asked for it.
        boolean enters(String flow, UnaryOperator<String> ticket) {
            String path = EntryGuard.ENTER + "?ticket=" + ticket.apply(flow);
            try {
                return stranger
                        .ask(
                                from,
                                List.of("GET " + path + " HTTP/1.1", "Cookie: " + Passes.FLOW_COOKIE + "=" + flow),
                                "")
                        .all("Set-Cookie")
                        .stream()
                        .anyMatch(set -> set.startsWith(Way.SIGN_ON.cookie()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// The cookie that a form's answer sets.
        Optional<String> post(String method, String path, String form) throws IOException {
            return stranger.ask(from, List.of(method + " " + path + " HTTP/1.1", FORM), form).all("Set-Cookie").stream()
                    .filter(set -> set.startsWith(Cookies.PREFIX) && !set.startsWith(Passes.FLOW_COOKIE))
                    .map(set -> set.split(";", 2)[0])
                    .findFirst();
        }
    }
}
