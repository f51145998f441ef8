package casemate.app;

import casemate.base.Json;
import casemate.base.LabClock;
import casemate.base.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// One life of the platform: from the first check to the last stop.
final class UpRun {
    /// Promises whose drills bring backups back, or make some.
    private static final Set<String> RECOVERIES = Set.of("BAK-4", "BAK-5", "BAK-7");

    private final UpSettings settings;
    private final Surroundings surroundings;
    private final StopOrder running = new StopOrder();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private volatile boolean stopping;

    UpRun(UpSettings settings, Surroundings surroundings) {
        this.settings = settings;
        this.surroundings = surroundings;
    }

    /// Returns when the platform was asked to stop, by a signal or by the loss of its database.
    int run() throws Exception {
        Progress progress = new Progress(surroundings);
        Preconditions.room(settings.data());
        if (!Files.exists(settings.data())) {
            // Before the directory is made; a directory in use says so itself, and better, below.
            Preconditions.portFree(settings.address(), settings.httpsPort());
        }
        DataDirectory data = running.add("data", DataDirectory.own(settings.data()));
        Thread onSignal = Thread.ofPlatform().name("stop").unstarted(this::stop);
        try {
            Preconditions.portFree(settings.address(), settings.httpsPort());
            running.add("log", LogFile.open(data.part("run")));
            warnOfSabotage(progress);
            Clock clock = HouseClock.of(data.path(), settings);
            warnOfLabClock(progress, clock);
            Runtime.getRuntime().addShutdownHook(onSignal);
            Platform.Started platform = Platform.start(settings, data, clock, running, progress, this::lost);
            welcome(platform, data, progress);
            stopped.await();
            return CommandLines.FAILED;
        } finally {
            stopping = true;
            running.close();
        }
    }

    /// Begins a new platform, drills where that tells something new, and says where everything is.
    private void welcome(Platform.Started platform, DataDirectory data, Progress progress) throws Exception {
        try (PlatformApi api = PlatformApi.of(data.path())) {
            new FirstRun(settings, data, progress).begin(platform.control(), platform.agent(), api);
            FirstBackup backup = new FirstBackup(api, progress);
            boolean ordered = backup.order();
            drill(api, progress, d -> !ofBackups(d));
            if (ordered) {
                backup.await();
            }
            drill(api, progress, d -> ofBackups(d) && !RECOVERIES.contains(d.text("promise")));
            surroundings.out().println(new Summary(settings, api).text());
            surroundings.out().flush();
        }
        progress.tell("up; Ctrl-C stops everything");
        recover(data, progress);
    }

    /// Nobody waits for what takes as long as restores do.
    private void recover(DataDirectory data, Progress progress) throws IOException, InterruptedException {
        try (PlatformApi api = PlatformApi.of(data.path())) {
            drill(api, progress, d -> RECOVERIES.contains(d.text("promise")));
        } catch (Unavailable e) {
            if (!stopping) {
                progress.tell("restores were not drilled: " + e.getMessage());
            }
        }
    }

    /// What is proved and fresh need not be proved again now; in a sabotaged lab nothing counts.
    private void drill(PlatformApi api, Progress progress, Predicate<Json.Obj> which) throws InterruptedException {
        boolean lab = !settings.switchedOff().isEmpty();
        List<String> wanted = api.get("/drills").list("drills", d -> (Json.Obj) d).stream()
                .filter(which)
                .filter(d -> d.bool("promised") && (lab || !d.text("state").equals("kept")))
                .map(d -> d.text("promise"))
                .distinct()
                .toList();
        if (!wanted.isEmpty()) {
            progress.tell("drilling " + String.join(", ", wanted));
            Json.Obj wish = Json.object().put("promises", Json.texts(wanted)).build();
            api.stream("/drills/run", wish, run -> progress.tell(DrillCommand.line(run)));
        }
    }

    private static boolean ofBackups(Json.Obj drill) {
        return drill.text("promise").startsWith("BAK-");
    }

    private void stop() {
        stopping = true;
        surroundings.tell("stopping …");
        running.close();
        surroundings.tell("stopped");
    }

    private void lost(String program) {
        if (stopping) {
            return;
        }
        surroundings.tell(
                program + " ended unasked; stopping. See " + settings.data().resolve("run/casemate.log"));
        stopped.countDown();
    }

    private static void warnOfLabClock(Progress progress, Clock clock) {
        LabClock.laboratory(clock)
                .ifPresent(now -> progress.tell("!!! LAB CLOCK: this house believes that it is "
                        + now.truncatedTo(ChronoUnit.SECONDS) + "; nothing that it records is evidence"));
    }

    private void warnOfSabotage(Progress progress) {
        if (!settings.switchedOff().isEmpty()) {
            String ids = new TreeSet<>(settings.switchedOff())
                    .stream().map(Object::toString).collect(Collectors.joining(", "));
            progress.tell(
                    "!!! SABOTAGED, FOR A LAB ONLY: the controls of " + ids + " are OFF and customers unprotected");
        }
    }
}
