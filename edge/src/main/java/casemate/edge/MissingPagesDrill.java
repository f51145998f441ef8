package casemate.edge;

import casemate.base.Json;
import casemate.promise.Cadence;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.wire.Defence;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// EDG-5, intrusion prevention: asks for missing pages from an address of its own until it should be banned,
/// and wants to be, while another address goes on being served. That a ban ends in time is seen on a canary of
/// the same code with a ban of seconds. What is left behind is a ban of one random loopback address, which ends
/// by itself.
final class MissingPagesDrill extends EdgeDrill {
    static final PromiseId PROMISE = new PromiseId("EDG-5");
    /// How soon a ban must hold.
    private static final Duration SOON = Duration.ofSeconds(2);
    /// The canary's ban.
    private static final Duration SHORT = Duration.ofSeconds(2);
    /// How late the canary's ban may end.
    private static final Duration LATE = Duration.ofSeconds(3);

    /// The ban begins a little before the last answer is seen here.
    private static final Duration EARLY = Duration.ofMillis(300);

    private static final int FEW = 3;
    private static final String HTTP_1 = "http/1.1";
    private static final Duration LOOK = Duration.ofMillis(100);

    private final RandomGenerator chance;

    /// @param real the edge with a name that it serves now, or empty while it serves none
    MissingPagesDrill(Supplier<Optional<EdgeTarget>> real, RandomGenerator chance) {
        super(outside(PROMISE, "missing-pages-ban", new Cadence(Duration.ofHours(6), Duration.ofHours(13))), real);
        this.chance = chance;
    }

    @Override
    public Finding attempt(EdgeTarget target) throws InterruptedException {
        Defence promised = target.promised();
        Optional<Long> unbanned;
        Outcome outcome;
        try (StandIn application = StandIn.open("here");
                EdgeTarget lent = target.lend(List.of(application.upstream()), EdgeTarget.UNSHIELDED, chance)) {
            outcome = misbehave(lent, promised);
        } catch (IOException _) {
            return new Finding.Unproved("The allowed request was not answered, so a refusal proves nothing.");
        }
        if (!outcome.inTime) {
            return new Finding.Unproved("The missing pages could not be asked for within the window.");
        }
        Json.Builder measured = Json.object()
                .put("missingPages", promised.misses())
                .put("windowSeconds", promised.window().toSeconds())
                .put("promisedBanSeconds", promised.ban().toSeconds())
                .put("bannedAfterMillis", outcome.bannedAfter.orElse(-1L))
                .put("othersServed", outcome.othersServed);
        if (outcome.bannedAfter.isEmpty()) {
            return new Finding.Broken(
                    measured.build(), "An address that asked for that many missing pages is still served.");
        }
        if (!outcome.othersServed) {
            return new Finding.Unproved("Another address was not served either, so a refusal proves nothing.");
        }
        try {
            unbanned = ending();
        } catch (IOException _) {
            return new Finding.Unproved("On a canary with a short ban, nobody was banned or nobody served.");
        }
        long after = unbanned.orElse(-1L);
        measured.put("canaryBanMillis", SHORT.toMillis()).put("canaryServedAgainMillis", after);
        return after < SHORT.minus(EARLY).toMillis()
                ? new Finding.Broken(
                        measured.build(), "On a canary with a short ban, the ban did not end when it should.")
                : new Finding.Kept(measured.build());
    }

    /// What one address that misbehaves and one that does not met with.
    ///
    /// @param bannedAfter milliseconds from the last missing page
    private record Outcome(boolean inTime, Optional<Long> bannedAfter, boolean othersServed) {}

    private Outcome misbehave(EdgeTarget at, Defence promised) throws IOException, InterruptedException {
        InetAddress bad = somewhere();
        InetAddress good = somewhere();
        expectServed(at, good);
        expectServed(at, bad);
        boolean inTime = miss(at, bad, promised);
        Optional<Long> banned = waitFor(SOON, () -> !isServed(at, bad));
        return new Outcome(inTime, banned, isServed(at, good));
    }

    /// Some address of this machine that nobody else uses: all of 127.0.0.0/8 is one.
    private InetAddress somewhere() {
        return InetAddress.ofLiteral(
                "127." + chance.nextInt(1, 255) + "." + chance.nextInt(256) + "." + chance.nextInt(1, 255));
    }

    private static void expectServed(EdgeTarget at, InetAddress who) throws IOException {
        if (!isServed(at, who)) {
            throw new IOException("not served");
        }
    }

    /// Asks for as many missing pages as lead to a ban, and not faster than half of what one address may ask for.
    ///
    /// @return whether it was done within the window
    private static boolean miss(EdgeTarget at, InetAddress bad, Defence promised)
            throws IOException, InterruptedException {
        Duration pace = Duration.ofSeconds(1).dividedBy(Math.max(1, promised.perSecond() / 2));
        boolean slow = promised.misses() > promised.perSecond() / 2;
        long begun = System.nanoTime();
        try (Caller caller = Caller.open(at, bad, HTTP_1)) {
            for (int i = 0; i < promised.misses(); i++) {
                if (caller.get("/missing/" + i).status() != 404) {
                    throw new IOException("a missing page was not said to be missing");
                }
                if (slow) {
                    Thread.sleep(pace);
                }
            }
        }
        return System.nanoTime() - begun < promised.window().toNanos();
    }

    /// Milliseconds from the last missing page to the first answer on a canary whose ban is short; empty if none came.
    private Optional<Long> ending() throws IOException, InterruptedException {
        Defence brief =
                new Defence(FEW, Duration.ofMinutes(1), SHORT, Defence.USUAL.perSecond(), false, List.of(), List.of());
        try (EdgeTarget canary = Canary.with(brief);
                StandIn application = StandIn.open("here");
                EdgeTarget lent = canary.lend(List.of(application.upstream()), EdgeTarget.UNSHIELDED, chance)) {
            InetAddress bad = somewhere();
            expectServed(lent, bad);
            miss(lent, bad, brief);
            long begun = System.nanoTime();
            if (waitFor(SOON, () -> !isServed(lent, bad)).isEmpty()) {
                throw new IOException("not banned");
            }
            return waitFor(SHORT.plus(LATE), () -> isServed(lent, bad))
                    .map(_ -> Duration.ofNanos(System.nanoTime() - begun).toMillis());
        }
    }

    private static boolean isServed(EdgeTarget at, InetAddress who) {
        try (Caller caller = Caller.open(at, who, HTTP_1)) {
            return caller.get("/").status() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private interface Look {
        boolean seen();
    }

    /// @return how many milliseconds it took, if it came
    private static Optional<Long> waitFor(Duration bound, Look look) throws InterruptedException {
        long begun = System.nanoTime();
        while (true) {
            boolean seen = look.seen();
            long passed = System.nanoTime() - begun;
            if (seen) {
                return Optional.of(Duration.ofNanos(passed).toMillis());
            }
            if (passed > bound.toNanos()) {
                return Optional.empty();
            }
            Thread.sleep(LOOK);
        }
    }
}
