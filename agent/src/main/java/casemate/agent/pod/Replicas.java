package casemate.agent.pod;

import casemate.agent.blueprint.Blueprint;
import casemate.agent.health.HealthProbe;
import casemate.wire.Upstream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The places where one pod answers, each a process of its own: who of them does. One that stays silent while another
/// answers is ended and started again, without a word to the others.
final class Replicas {
    private final List<One> all;
    private final Clock clock;

    /// One replica.
    private static final class One {
        final Upstream upstream;
        final List<SupervisedProcess> process;
        boolean answers;
        int falls;
        Instant lastGood = Instant.MIN;

        One(Upstream upstream, List<SupervisedProcess> process) {
            this.upstream = upstream;
            this.process = process;
        }

        /// It answered when asked last, and is still the process that did.
        boolean open() {
            return answers && process.stream().allMatch(p -> p.alive() && p.falls() == falls);
        }

        void asked(HealthProbe.Answer answer, Instant now) {
            answers = answer.good();
            falls = process.stream().mapToInt(SupervisedProcess::falls).sum();
            if (answers || lastGood.equals(Instant.MIN)) {
                // From the first look on: a replica has the same time to start as the pod.
                lastGood = now;
            }
        }
    }

    /// @param processes one for each place; none when the pod has a single one, whose processes are all needed
    Replicas(List<Upstream> upstreams, List<SupervisedProcess> processes, Clock clock) {
        this.clock = clock;
        List<One> made = new ArrayList<>();
        for (int i = 0; i < upstreams.size(); i++) {
            made.add(new One(upstreams.get(i), processes.isEmpty() ? List.of() : List.of(processes.get(i))));
        }
        this.all = List.copyOf(made);
    }

    /// Those that answered when asked last and have not ended since; all while none does.
    List<Upstream> upstreams() {
        List<Upstream> open =
                all.stream().filter(One::open).map(one -> one.upstream).toList();
        return open.isEmpty() ? all.stream().map(one -> one.upstream).toList() : open;
    }

    String detail() {
        long open = all.stream().filter(One::open).count();
        return open == all.size() ? "" : open + " of " + all.size() + " replicas answer";
    }

    /// Asks all at once: one that hangs does not keep the others waiting longer than its own bound.
    ///
    /// @return the best answer of all
    HealthProbe.Answer probe(String host, Blueprint.Health health) throws InterruptedException {
        List<HealthProbe.Answer> answers = ask(host, health.path());
        Instant now = clock.instant();
        HealthProbe.Answer best = answers.getFirst();
        for (int i = 0; i < all.size(); i++) {
            all.get(i).asked(answers.get(i), now);
            best = best.good() ? best : answers.get(i);
        }
        if (best.good()) {
            restartSilent(health, now);
        }
        return best;
    }

    private void restartSilent(Blueprint.Health health, Instant now) throws InterruptedException {
        for (One one : all) {
            if (!one.answers && one.lastGood.plus(health.patience()).isBefore(now)) {
                for (SupervisedProcess process : one.process) {
                    process.giveUp("did not answer for " + health.patience().toSeconds() + " s while others did");
                }
                one.lastGood = clock.instant();
            }
        }
    }

    private List<HealthProbe.Answer> ask(String host, String path) throws InterruptedException {
        if (all.size() == 1) {
            return List.of(HealthProbe.ask(all.getFirst().upstream, host, path));
        }
        try (ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HealthProbe.Answer>> asked = all.stream()
                    .map(one -> asking.submit(() -> HealthProbe.ask(one.upstream, host, path)))
                    .toList();
            List<HealthProbe.Answer> answers = new ArrayList<>();
            for (Future<HealthProbe.Answer> each : asked) {
                answers.add(each.get());
            }
            return answers;
        } catch (ExecutionException e) {
            throw new IllegalStateException("asking for the health page failed", e.getCause());
        }
    }
}
