package casemate.agent;

import casemate.agent.sandbox.Walls;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/// A drill on one of a pod's walls: two test pods behind the platform's walls, and a twin without that one.
///
/// @param open the twin's walls
record WallDrill(PromiseId promise, String name, Walls open, Attack attack, Canaries canaries)
        implements Drill<CanaryPair> {
    private static final Cadence CADENCE = new Cadence(Duration.ofMinutes(15), Duration.ofHours(1));

    /// What one test pod does to the other and to the host.
    interface Attack {
        Finding on(CanaryPair pair) throws IOException, InterruptedException;
    }

    static WallDrill space(Canaries canaries) {
        return new WallDrill(
                Walls.SPACE, "separate-space", new Walls(false, true), new SpaceAttack(canaries), canaries);
    }

    static WallDrill traffic(Canaries canaries) {
        return new WallDrill(
                Walls.TRAFFIC, "authorised-traffic", new Walls(true, false), new TrafficAttack(), canaries);
    }

    @Override
    public Cadence cadence() {
        return CADENCE;
    }

    @Override
    public ProofKind proof() {
        return ProofKind.INSIDE_PROBE;
    }

    @Override
    public Finding attempt(CanaryPair pair) throws InterruptedException {
        try {
            return attack.on(pair);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CanaryPair real() throws InterruptedException {
        return canaries.real();
    }

    @Override
    public CanaryPair sabotaged() throws InterruptedException {
        return canaries.pair(open);
    }
}
