package casemate.agent.attack;

import casemate.agent.disk.PodDirectory;
import casemate.agent.disk.PodRecord;
import casemate.agent.health.HealthProbe;
import casemate.agent.pod.PodBuilder;
import casemate.agent.sandbox.SpaceOrder;
import casemate.agent.sandbox.Walls;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Unavailable;
import casemate.wire.PodOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Makes the drills' pods: the same builder, directory and walls as for a customer's, and away again afterwards.
public final class Canaries {
    /// The drills' own application; nobody orders it.
    public static final String PROBE = "probe";

    /// Room for all attempts of a script at the same time.
    private static final PodOrder.Limits LIMITS = new PodOrder.Limits(64L << 20, 1_000, 256);
    private static final Duration READY = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final Path run;
    private final PodBuilder builder;
    private final PodDirectory directory;
    private final Ids ids;

    /// @param run a directory of this agent's life
    public Canaries(Path run, PodBuilder builder, PodDirectory directory, Clock clock) {
        this.run = run;
        this.builder = builder;
        this.directory = directory;
        this.ids = new Ids(clock, new SecureRandom());
    }

    public Path volume(CanaryPair.Canary canary) {
        return directory.volume(canary.pod().order().instance());
    }

    Path run() {
        return run;
    }

    /// Those that the platform has now.
    Walls walls() {
        return builder.walls();
    }

    /// Two side by side, behind the same walls.
    ///
    /// @throws Unavailable when they cannot be made; nothing is left then
    CanaryPair pair(Walls walls) throws InterruptedException {
        return make(made -> {
            made.add(canary(walls, Optional.empty(), Optional.empty()));
            made.add(canary(walls, made.stream().findFirst(), Optional.empty()));
            await(made);
            return new CanaryPair(made.getFirst(), made.getLast(), () -> takeDown(made));
        });
    }

    /// One behind these walls, and one without a packet filter whose network plays the rest of the world to it.
    ///
    /// @throws Unavailable when they cannot be made; nothing is left then
    CanaryPair cabled(Walls walls) throws InterruptedException {
        return make(made -> {
            CanaryPair.Canary world = canary(new Walls(true, false, false), Optional.empty(), Optional.empty());
            made.add(world);
            await(made);
            made.addFirst(canary(
                    walls,
                    Optional.empty(),
                    Optional.of(new SpaceOrder.World(
                            world.pod().space(), OwnFirewallAttack.WORLD, OwnFirewallAttack.EGRESS))));
            // Nothing of the host's reaches the first one: its processes are only started here.
            made.getFirst().pod().tend();
            return new CanaryPair(made.getFirst(), world, () -> takeDown(made));
        });
    }

    /// One alone, behind the walls of the platform; [#takeDown] takes it away.
    ///
    /// @throws Unavailable when it cannot be made; nothing is left then
    public CanaryPair.Canary one() throws InterruptedException {
        return one(_ -> {});
    }

    /// @param before hears who it will be before anything of it is made
    public CanaryPair.Canary one(Consumer<InstanceId> before) throws InterruptedException {
        List<CanaryPair.Canary> made = new ArrayList<>();
        try {
            InstanceId instance = ids.instance();
            before.accept(instance);
            made.add(canary(instance, walls(), Optional.empty(), Optional.empty()));
            await(made);
            return made.getFirst();
        } catch (IOException | UncheckedIOException e) {
            takeDown(made);
            throw new Unavailable("the drill's own pod cannot be made: " + e.getMessage(), RETRY, e);
        } catch (InterruptedException | RuntimeException e) {
            takeDown(made);
            throw e;
        }
    }

    private interface Making {
        CanaryPair of(List<CanaryPair.Canary> made) throws IOException, InterruptedException;
    }

    private CanaryPair make(Making making) throws InterruptedException {
        List<CanaryPair.Canary> made = new ArrayList<>();
        try {
            return making.of(made);
        } catch (IOException | UncheckedIOException e) {
            takeDown(made);
            throw new Unavailable("the drill's own pods cannot be made: " + e.getMessage(), RETRY, e);
        } catch (InterruptedException | RuntimeException e) {
            takeDown(made);
            throw e;
        }
    }

    private CanaryPair.Canary canary(
            Walls walls, Optional<CanaryPair.Canary> neighbour, Optional<SpaceOrder.World> world)
            throws IOException, InterruptedException {
        return canary(ids.instance(), walls, neighbour, world);
    }

    private CanaryPair.Canary canary(
            InstanceId instance, Walls walls, Optional<CanaryPair.Canary> neighbour, Optional<SpaceOrder.World> world)
            throws IOException, InterruptedException {
        String marker = ids.make("mark");
        PodOrder order = new PodOrder(
                instance, PROBE, "probe.invalid", PodOrder.Wanted.RUNNING, LIMITS, Map.of("marker", marker));
        PodRecord record = directory.admit(instance, PodRecord.THROWAWAY);
        if (!walls.space() && neighbour.isPresent()) {
            // An own user is a part of the wall that is off.
            InstanceId other = neighbour.get().pod().order().instance();
            record = directory.keep(
                    record.owned(directory.find(other).orElseThrow().uid()));
        }
        try {
            return new CanaryPair.Canary(builder.build(order, record, walls, world, Optional.empty(), _ -> {}), marker);
        } catch (IOException | InterruptedException | RuntimeException e) {
            builder.erase(instance);
            throw e;
        }
    }

    private void await(List<CanaryPair.Canary> pods) throws IOException, InterruptedException {
        Instant end = builder.now().plus(READY);
        for (CanaryPair.Canary canary : pods) {
            while (!answers(canary)) {
                if (builder.now().isAfter(end)) {
                    throw new IOException("a test pod does not answer");
                }
                Thread.sleep(LOOK);
            }
        }
    }

    private static boolean answers(CanaryPair.Canary canary) throws IOException, InterruptedException {
        return canary.pod().tend().isEmpty()
                && HealthProbe.ask(canary.pod().upstreams().getFirst(), "probe.invalid", "/")
                        .good();
    }

    public void takeDown(List<CanaryPair.Canary> pods) {
        for (CanaryPair.Canary canary : pods) {
            try {
                canary.pod().stop();
                builder.erase(canary.pod().order().instance());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                throw new UncheckedIOException("a test pod is not gone", e);
            }
        }
    }
}
