package casemate.edge;

import casemate.base.Json;
import casemate.promise.Cadence;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.wire.Upstream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// EDG-8, load balancing: puts three applications behind one name, wants all to serve, takes one away in the middle,
/// wants every request answered nevertheless, and wants it used again once it is back.
final class LoadBalancingDrill extends EdgeDrill {
    static final PromiseId PROMISE = new PromiseId("EDG-8");
    private static final int REPLICAS = 3;
    /// Enough for each replica several times; few enough for a busy edge.
    private static final int VISITS = 18;
    /// Past the edge's first pauses for a replica that was gone.
    private static final Duration BACK = Duration.ofSeconds(20);

    private static final Duration BETWEEN = Duration.ofMillis(200);

    private final RandomGenerator chance;

    /// @param real the edge with a name that it serves now, or empty while it serves none
    LoadBalancingDrill(Supplier<Optional<EdgeTarget>> real, RandomGenerator chance) {
        super(outside(PROMISE, "load-balancing", new Cadence(Duration.ofHours(1), Duration.ofHours(3))), real);
        this.chance = chance;
    }

    @Override
    public Finding attempt(EdgeTarget target) throws InterruptedException {
        List<StandIn> standIns = new ArrayList<>();
        try {
            for (int i = 1; i <= REPLICAS; i++) {
                standIns.add(StandIn.open("replica " + i));
            }
            List<Upstream> upstreams = standIns.stream().map(StandIn::upstream).toList();
            try (EdgeTarget lent = target.lend(upstreams, EdgeTarget.UNSHIELDED, chance)) {
                return attempt(new Stranger(lent, chance), standIns);
            }
        } catch (IOException _) {
            return new Finding.Unproved("The drill's own applications could not be put up.");
        } finally {
            standIns.forEach(StandIn::close);
        }
    }

    private static Finding attempt(Stranger stranger, List<StandIn> standIns) throws IOException, InterruptedException {
        if (!answered(stranger)) {
            return new Finding.Unproved("The allowed request over HTTPS was not answered, so a gap proves nothing.");
        }
        int failedBefore = failed(stranger);
        long serving = standIns.stream().filter(one -> one.served() > 0).count();
        StandIn first = standIns.getFirst();
        first.close();
        int failedWithout = failed(stranger);
        StandIn back = StandIn.open("replica 1 again", first.upstream().port());
        standIns.set(0, back);
        boolean usedAgain = usedAgain(stranger, back);
        Json.Obj measured = Json.object()
                .put("replicas", REPLICAS)
                .put("requestsPerStep", VISITS)
                .put("replicasThatServed", serving)
                .put("failedWithAll", failedBefore)
                .put("failedWithOneGone", failedWithout)
                .put("usedAgain", usedAgain)
                .build();
        if (failedBefore > 0 || failedWithout > 0) {
            return new Finding.Broken(measured, "Visitors met an error although replicas were there to serve them.");
        }
        if (serving < REPLICAS) {
            return new Finding.Broken(measured, "Not every replica is given visitors.");
        }
        return usedAgain
                ? new Finding.Kept(measured)
                : new Finding.Broken(measured, "A replica that was away is not used again.");
    }

    private static int failed(Stranger stranger) {
        int failed = 0;
        for (int i = 0; i < VISITS; i++) {
            failed += answered(stranger) ? 0 : 1;
        }
        return failed;
    }

    private static boolean answered(Stranger stranger) {
        try {
            return stranger.visit("TLSv1.3", List.of()).head().startsWith("HTTP/1.1 200 ");
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean usedAgain(Stranger stranger, StandIn back) throws InterruptedException {
        long end = System.nanoTime() + BACK.toNanos();
        while (back.served() == 0 && System.nanoTime() < end) {
            answered(stranger);
            Thread.sleep(BETWEEN);
        }
        return back.served() > 0;
    }
}
