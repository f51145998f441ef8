package casemate.agent.pod;

import casemate.agent.blueprint.Blueprint;
import casemate.agent.blueprint.Values;
import casemate.agent.disk.PodLog;
import casemate.agent.fill.Installer;
import casemate.agent.fill.PodEnvironment;
import casemate.agent.health.HealthProbe;
import casemate.agent.sandbox.Space;
import casemate.agent.volume.Held;
import casemate.wire.PodOrder;
import casemate.wire.Upstream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A pod that stands: its space, its processes in their order, and the install steps that are still to be done.
public final class LivePod {
    private static final Duration BESIDE_PATIENCE = Duration.ofSeconds(2);

    private final PodOrder order;
    private final Blueprint blueprint;
    private final Space space;
    private final Path image;
    private final Replicas replicas;
    private final String gateway;
    /// By program, in their order; a program with replicas has several.
    private final List<List<SupervisedProcess>> programs = new ArrayList<>();
    private final Deque<Blueprint.Step> steps;
    private final Installer installer;
    private final Held held;
    private final Ended ended;
    private final List<Process> beside = new CopyOnWriteArrayList<>();
    private boolean fresh;

    /// Hears that all processes have ended, while the volume is still open.
    interface Ended {
        void ended() throws InterruptedException;
    }

    /// @param held the volume's key, for as long as the pod stands
    /// @param fresh whether the volume is new
    /// @param steps what is to be done in it before it is whole
    /// @param ended is told before the volume is locked
    LivePod(
            PodOrder order,
            Blueprint blueprint,
            Space space,
            Path image,
            Path volume,
            Held held,
            List<Upstream> upstreams,
            String gateway,
            Values values,
            Installer installer,
            PodLog log,
            Clock clock,
            boolean fresh,
            List<Blueprint.Step> steps,
            Ended ended) {
        this.ended = ended;
        this.order = order;
        this.blueprint = blueprint;
        this.space = space;
        this.image = image;
        this.gateway = gateway;
        this.installer = installer;
        this.held = held;
        this.fresh = fresh;
        this.steps = new ArrayDeque<>(steps);
        List<SupervisedProcess> front = List.of();
        for (Blueprint.Program program : blueprint.processes()) {
            List<SupervisedProcess> each = new ArrayList<>();
            for (int i = 0; i < program.replicas(); i++) {
                Values own = values.with("port", String.valueOf(blueprint.port() + i));
                each.add(new SupervisedProcess(
                        program.replica(i),
                        own.command(program.command()),
                        PodEnvironment.of(own.environment(program.environment())),
                        space,
                        volume,
                        log,
                        clock));
            }
            programs.add(each);
            front = each.size() > 1 ? each : front;
        }
        this.replicas = new Replicas(upstreams, front, clock);
    }

    /// Where it answers: those of its replicas that do, or all while none does.
    public List<Upstream> upstreams() {
        return replicas.upstreams();
    }

    /// Asks all replicas for the health page.
    public HealthProbe.Answer probe() throws InterruptedException {
        return replicas.probe(order.host(), blueprint.health());
    }

    /// What an operator has to know of replicas; empty when all answer.
    String replicaDetail() {
        return replicas.detail();
    }

    /// The far end of its cable: where the edge comes from.
    public String gateway() {
        return gateway;
    }

    public Blueprint blueprint() {
        return blueprint;
    }

    public PodOrder order() {
        return order;
    }

    /// Whether it was made for this order: another host, size, application or key needs another start.
    boolean fits(PodOrder other) {
        return order.blueprint().equals(other.blueprint())
                && order.host().equals(other.host())
                && order.limits().equals(other.limits())
                && order.identityKey().equals(other.identityKey());
    }

    /// Whether all install steps of a new volume are done: said once.
    public boolean justInstalled() {
        boolean now = fresh && steps.isEmpty();
        fresh = fresh && !now;
        return now;
    }

    /// Whether its space and its volume are there.
    public boolean standing() {
        return space.standing() && held.stands();
    }

    /// Brings it one step forward: runs the next install step whose needs are met, keeps processes running in their
    /// order. A process that comes after an install step waits for that step.
    ///
    /// @return what it waits for; empty when all processes run
    public String tend() throws IOException, InterruptedException {
        for (List<SupervisedProcess> program : programs) {
            runSteps();
            String name = program.getFirst().name();
            if (!steps.isEmpty() && !steps.getFirst().needs().contains(name)) {
                continue;
            }
            for (SupervisedProcess process : program) {
                process.tend();
            }
            // One of several replicas is enough to go on with.
            if (program.stream().noneMatch(SupervisedProcess::ready)) {
                return "waiting for " + name;
            }
        }
        runSteps();
        return steps.isEmpty() ? "" : "install step " + steps.getFirst().name();
    }

    private void runSteps() throws IOException, InterruptedException {
        while (!steps.isEmpty() && ready(steps.getFirst().needs())) {
            installer.run(space, image, steps.getFirst());
            steps.removeFirst();
        }
    }

    /// Runs a step of its blueprint beside what runs.
    public void perform(Blueprint.Step step) throws IOException, InterruptedException {
        installer.run(space, image, step);
    }

    /// Starts a step of its blueprint that runs as long as the pod.
    Process begin(Blueprint.Step step) throws IOException, InterruptedException {
        Process process = installer.begin(space, step);
        beside.add(process);
        return process;
    }

    private boolean ready(List<String> needs) {
        return programs.stream()
                .filter(p -> needs.contains(p.getFirst().name()))
                .allMatch(p -> p.stream().anyMatch(SupervisedProcess::ready));
    }

    /// Looks after its own packet filter.
    public void guard() throws InterruptedException {
        space.guard();
    }

    public int repairs() {
        return space.repairs();
    }

    int falls() {
        return programs.stream()
                .flatMap(List::stream)
                .mapToInt(SupervisedProcess::falls)
                .sum();
    }

    long memoryBytes() {
        return space.memoryBytes();
    }

    long outOfMemoryKills() {
        return space.outOfMemoryKills();
    }

    public Space space() {
        return space;
    }

    /// Ends the processes in the reverse of their order, each within its patience, then takes the space down
    /// and locks the volume.
    public void stop() throws InterruptedException {
        // A server that is asked to end waits for those who are connected to it.
        for (Process process : beside) {
            space.stop(process, BESIDE_PATIENCE);
        }
        for (List<SupervisedProcess> program : programs.reversed()) {
            for (SupervisedProcess process : program) {
                process.stop();
            }
        }
        ended.ended();
        space.close();
        held.close();
    }
}
