package casemate.edge;

import casemate.base.Json;
import casemate.promise.Cadence;
import casemate.promise.Finding;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// EDG-6, floods are turned away: asks for more than one address may, keeps a connection with half a request,
/// and begins and breaks off requests over HTTP/2, while somebody else at another address has to be served.
///
/// It comes from addresses of the loopback that nobody has, to an application of its own, and stays below what
/// would get its addresses banned.
final class FloodDrill extends EdgeDrill {
    /// More would take too long, and would disturb.
    private static final int MOST_REQUESTS = 2_000;
    /// Past the limit: enough to be sure, and fewer than the ban on floods wants within its minute.
    private static final int BEYOND = 200;

    private static final int CALLERS = 4;
    private static final int RESETS = 2 * Limits.RESETS_PER_WINDOW;
    private static final Duration RESET_WAIT = Duration.ofSeconds(5);
    /// Half a head is waited for so long, and looked at four times a second.
    private static final Duration HALF_WAIT = Limits.HEAD.plusSeconds(5);

    private final RandomGenerator chance;

    /// @param real the edge with a name that it serves now, or empty while it serves none
    FloodDrill(Supplier<Optional<EdgeTarget>> real, RandomGenerator chance) {
        super(
                outside(Floods.PROMISE, "floods-turned-away", new Cadence(Duration.ofHours(1), Duration.ofHours(6))),
                real);
        this.chance = chance;
    }

    @Override
    public Finding attempt(EdgeTarget edge) throws InterruptedException {
        int limit = edge.routes().defence().perSecond();
        InetAddress address = InetAddress.ofLiteral(edge.address());
        if (limit > MOST_REQUESTS) {
            return new Finding.Unproved("The limit is " + limit + " requests a second: to pass it would disturb.");
        }
        if (!address.isLoopbackAddress() && !address.isAnyLocalAddress()) {
            return new Finding.Unproved("From this machine, only the loopback has addresses to spare.");
        }
        try (StandIn application = StandIn.open("drill");
                EdgeTarget target = edge.lend(List.of(application.upstream()), EdgeTarget.UNSHIELDED, chance);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            return flood(target, application, limit, callers);
        } catch (IOException | ExecutionException e) {
            return new Finding.Unproved("The edge could not be asked, so a refusal proves nothing.");
        }
    }

    private record Burst(int through, int refused, double seconds, boolean otherServed) {}

    private Finding flood(EdgeTarget target, StandIn application, int limit, ExecutorService callers)
            throws IOException, InterruptedException, ExecutionException {
        try (Caller good = Caller.open(target, source(), "http/1.1")) {
            if (good.get("/").status() != 200) {
                return new Finding.Unproved("A single request was not served, so a refusal proves nothing.");
            }
            Burst burst = burst(target, good, limit, callers);
            Json.Builder measured = Json.object()
                    .put("limitPerSecond", limit)
                    .put("asked", burst.through + burst.refused)
                    .put("servedToOneAddress", burst.through)
                    .put("turnedAway", burst.refused)
                    .put("milliseconds", Math.round(burst.seconds * 1_000))
                    .put("otherAddressServed", burst.otherServed)
                    .put("reachedApplication", application.served());
            long allowed = limit * (long) Math.ceil(burst.seconds);
            if (burst.through > allowed) {
                return new Finding.Broken(
                        measured.build(), "One address got more than " + limit + " requests a second.");
            }
            if (burst.refused == 0) {
                return new Finding.Unproved("This machine was too slow to pass the limit.");
            }
            Future<Boolean> half = callers.submit(() -> cutOff(target));
            boolean resets = resetsCutOff(target);
            boolean slow = half.get();
            boolean served = burst.otherServed && good.get("/").status() == 200;
            Json.Obj all = measured.put("halfRequestCutOff", slow)
                    .put("resetsCutOff", resets)
                    .put("otherAddressServedAfterwards", served)
                    .build();
            if (!slow || !resets) {
                return new Finding.Broken(
                        all,
                        slow
                                ? "A connection that breaks off request after request was kept."
                                : "A connection with half a request was kept.");
            }
            return served
                    ? new Finding.Kept(all)
                    : new Finding.Broken(all, "While one address flooded, another was not served.");
        }
    }

    private Burst burst(EdgeTarget target, Caller good, int limit, ExecutorService callers)
            throws IOException, InterruptedException, ExecutionException {
        InetAddress attacker = source();
        List<Caller> open = new ArrayList<>();
        try {
            for (int i = 0; i < CALLERS; i++) {
                open.add(Caller.open(target, attacker, "http/1.1"));
            }
            int each = Math.ceilDiv(limit + Math.min(2 * limit, BEYOND), CALLERS);
            long begun = System.nanoTime();
            List<Future<int[]>> asking = new ArrayList<>();
            for (Caller caller : open) {
                asking.add(callers.submit(() -> ask(caller, each)));
            }
            boolean served = good.get("/").status() == 200;
            int through = 0;
            int refused = 0;
            for (Future<int[]> asked : asking) {
                through += asked.get()[0];
                refused += asked.get()[1];
            }
            return new Burst(through, refused, (System.nanoTime() - begun) / 1e9, served);
        } finally {
            open.forEach(Caller::close);
        }
    }

    private static int[] ask(Caller caller, int times) throws IOException {
        int[] served = new int[2];
        for (int i = 0; i < times; i++) {
            served[caller.get("/").status() == 200 ? 0 : 1]++;
        }
        return served;
    }

    /// Half a request, and then nothing: is it waited for without end?
    private boolean cutOff(EdgeTarget target) throws IOException {
        try (Caller slow = Caller.open(target, source(), "http/1.1")) {
            slow.say("GET / HTTP/1.1\r\nHost: ".getBytes(StandardCharsets.US_ASCII));
            return slow.ends(HALF_WAIT);
        }
    }

    private boolean resetsCutOff(EdgeTarget target) throws IOException {
        try (Caller rapid = Caller.open(target, source(), "h2")) {
            try {
                rapid.say(Http2Bytes.preface());
                for (int i = 0; i < RESETS; i++) {
                    int stream = 2 * i + 1;
                    rapid.say(Http2Bytes.get(stream, target.host()));
                    rapid.say(Http2Bytes.reset(stream));
                }
            } catch (IOException _) {
                return true;
            }
            return rapid.ends(RESET_WAIT);
        }
    }

    /// All of 127.0.0.0/8 is this machine, and nobody uses the upper half.
    private InetAddress source() {
        return InetAddress.ofLiteral(
                "127." + chance.nextInt(128, 255) + "." + chance.nextInt(256) + "." + chance.nextInt(1, 255));
    }
}
