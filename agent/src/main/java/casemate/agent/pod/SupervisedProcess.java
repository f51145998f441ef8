package casemate.agent.pod;

import casemate.agent.blueprint.Blueprint;
import casemate.agent.disk.PodLog;
import casemate.agent.sandbox.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One of a pod's processes: started, watched, started again after a pause that doubles with each fall.
final class SupervisedProcess {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /// A process that ran for this long has recovered: its next fall counts as the first.
    private static final Duration STEADY = Duration.ofMinutes(1);

    private final Blueprint.Program program;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Space space;
    private final Path volume;
    private final PodLog log;
    private final Clock clock;
    private Optional<Process> running = Optional.empty();
    private Instant started = Instant.MIN;
    private Instant due = Instant.MIN;
    private Duration pause = FIRST_PAUSE;
    private int falls;

    SupervisedProcess(
            Blueprint.Program program,
            List<String> command,
            Map<String, String> environment,
            Space space,
            Path volume,
            PodLog log,
            Clock clock) {
        this.program = program;
        this.command = command;
        this.environment = environment;
        this.space = space;
        this.volume = volume;
        this.log = log;
        this.clock = clock;
    }

    String name() {
        return program.name();
    }

    int falls() {
        return falls;
    }

    boolean alive() {
        return running.isPresent() && running.get().isAlive();
    }

    /// Notes a fall, and starts the process when it is not running and its pause is over.
    void tend() throws IOException, InterruptedException {
        if (running.isPresent() && !running.get().isAlive()) {
            fallen(running.get().exitValue());
        }
        if (running.isEmpty() && !clock.instant().isBefore(due)) {
            start();
        }
    }

    private void fallen(int exit) {
        fallen("ended with exit code " + exit);
    }

    /// Ends it because it does not answer; it is started again as if it had fallen.
    void giveUp(String why) throws InterruptedException {
        stop();
        fallen(why);
    }

    private void fallen(String how) {
        Instant now = clock.instant();
        pause = started.plus(STEADY).isBefore(now) ? FIRST_PAUSE : pause;
        due = now.plus(pause);
        log.write(program.name(), how + "; starting again in " + pause.toMillis() + " ms");
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        falls++;
        running = Optional.empty();
    }

    private void start() throws IOException, InterruptedException {
        started = clock.instant();
        Process process = space.start(command, environment);
        process.getOutputStream().close();
        // A platform thread: it blocks in a pipe, which would hold a virtual thread's carrier.
        Thread.ofPlatform()
                .daemon()
                .name("agent-log-" + program.name())
                .start(() -> log.follow(program.name(), process));
        running = Optional.of(process);
    }

    /// Whether later processes may count on it: its socket was made since it started.
    boolean ready() {
        if (!alive()) {
            return false;
        }
        if (program.ready().isEmpty()) {
            return true;
        }
        Path socket = volume.resolve(program.ready().get().substring("/volume/".length()));
        try {
            FileTime made = (FileTime) Files.getAttribute(socket, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
            return !made.toInstant().isBefore(started);
        } catch (IOException _) {
            return false;
        }
    }

    void stop() throws InterruptedException {
        if (running.isPresent()) {
            space.stop(running.get(), program.patience());
            running = Optional.empty();
        }
    }
}
