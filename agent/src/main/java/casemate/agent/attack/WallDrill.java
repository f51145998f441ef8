package casemate.agent.attack;

import casemate.agent.sandbox.Walls;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/// A drill on one of a pod's walls: two test pods behind the platform's walls, and a twin without that one. Of the two
/// packet filters, the one that is not on trial is always down: each has to hold by itself.
///
/// @param walled makes the pods behind the platform's walls
/// @param open makes those without the wall on trial
public record WallDrill(PromiseId promise, String name, Attack attack, Pods walled, Pods open)
        implements Drill<CanaryPair> {
    private static final Cadence CADENCE = new Cadence(Duration.ofMinutes(15), Duration.ofHours(1));

    /// What one test pod does to the other and to the host.
    interface Attack {
        Finding on(CanaryPair pair) throws IOException, InterruptedException;
    }

    /// Makes a drill's two pods.
    interface Pods {
        CanaryPair make() throws InterruptedException;
    }

    public static WallDrill space(Canaries canaries) {
        return new WallDrill(
                Walls.SPACE,
                "separate-space",
                new SpaceAttack(canaries),
                () -> canaries.pair(canaries.walls()),
                () -> canaries.pair(new Walls(false, true, true)));
    }

    public static WallDrill traffic(Canaries canaries) {
        return new WallDrill(
                Walls.TRAFFIC,
                "authorised-traffic",
                new TrafficAttack(),
                () -> canaries.pair(canaries.walls().withoutOwn()),
                () -> canaries.pair(new Walls(true, false, false)));
    }

    public static WallDrill ownFirewall(Canaries canaries) {
        return new WallDrill(
                Walls.OWN,
                "own-firewall",
                new OwnFirewallAttack(),
                () -> canaries.cabled(canaries.walls().withoutTraffic()),
                () -> canaries.cabled(new Walls(true, false, false)));
    }

    @Override
    public DrillCard card() {
        return new DrillCard(promise, name, CADENCE, ProofKind.INSIDE_PROBE);
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
        return walled.make();
    }

    @Override
    public CanaryPair sabotaged() throws InterruptedException {
        return open.make();
    }
}
