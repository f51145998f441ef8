package casemate.agent;

import casemate.agent.blueprint.Blueprint;
import casemate.agent.blueprint.Values;
import casemate.agent.sandbox.Space;
import casemate.wire.PodOrder;
import casemate.wire.Upstream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// A pod that stands: its space, its processes in their order, and the install steps that are still to be done.
final class LivePod {
    private final PodOrder order;
    private final Blueprint blueprint;
    private final Space space;
    private final Path image;
    private final Upstream upstream;
    private final String gateway;
    private final List<SupervisedProcess> processes = new ArrayList<>();
    private final Deque<Blueprint.Step> steps;
    private final Installer installer;
    private boolean fresh;

    /// @param install whether the volume is new, so that the blueprint's install steps are to be run
    LivePod(
            PodOrder order,
            Blueprint blueprint,
            Space space,
            Path image,
            Path volume,
            Upstream upstream,
            String gateway,
            Values values,
            Installer installer,
            PodLog log,
            Clock clock,
            boolean install) {
        this.order = order;
        this.blueprint = blueprint;
        this.space = space;
        this.image = image;
        this.upstream = upstream;
        this.gateway = gateway;
        this.installer = installer;
        this.fresh = install;
        this.steps = new ArrayDeque<>(install ? blueprint.install().steps() : List.of());
        for (Blueprint.Program program : blueprint.processes()) {
            processes.add(new SupervisedProcess(
                    program,
                    values.command(program.command()),
                    PodEnvironment.of(values.environment(program.environment())),
                    space,
                    volume,
                    log,
                    clock));
        }
    }

    Upstream upstream() {
        return upstream;
    }

    /// The far end of its cable: where the edge comes from.
    String gateway() {
        return gateway;
    }

    Blueprint blueprint() {
        return blueprint;
    }

    PodOrder order() {
        return order;
    }

    /// Whether it was made for this order: another host, size or application needs another start.
    boolean fits(PodOrder other) {
        return order.blueprint().equals(other.blueprint())
                && order.host().equals(other.host())
                && order.limits().equals(other.limits());
    }

    /// Whether all install steps of a new volume are done: said once.
    boolean justInstalled() {
        boolean now = fresh && steps.isEmpty();
        fresh = fresh && !now;
        return now;
    }

    boolean standing() {
        return space.standing();
    }

    /// Brings it one step forward: runs the next install step whose needs are met, keeps processes running in their
    /// order. A process that comes after an install step waits for that step.
    ///
    /// @return what it waits for; empty when all processes run
    String tend() throws IOException, InterruptedException {
        for (SupervisedProcess process : processes) {
            runSteps();
            if (!steps.isEmpty() && !steps.getFirst().needs().contains(process.name())) {
                continue;
            }
            process.tend();
            if (!process.ready()) {
                return "waiting for " + process.name();
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

    private boolean ready(List<String> needs) {
        return processes.stream().filter(p -> needs.contains(p.name())).allMatch(SupervisedProcess::ready);
    }

    /// Looks after its own packet filter.
    void guard() throws InterruptedException {
        space.guard();
    }

    int repairs() {
        return space.repairs();
    }

    int falls() {
        return processes.stream().mapToInt(SupervisedProcess::falls).sum();
    }

    long memoryBytes() {
        return space.memoryBytes();
    }

    long outOfMemoryKills() {
        return space.outOfMemoryKills();
    }

    Space space() {
        return space;
    }

    /// Ends the processes in the reverse of their order, each within its patience, then takes the space down.
    void stop() throws InterruptedException {
        for (SupervisedProcess process : processes.reversed()) {
            process.stop();
        }
        space.close();
    }
}
