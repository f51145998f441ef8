package casemate.app;

import casemate.base.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The first backup of the first instance, which nobody should have to ask for: ordered as soon as the instance runs,
/// made while the drills go on, and waited for before those that look for it.
final class FirstBackup {
    private static final Duration LOOK = Duration.ofMillis(200);
    /// It goes on by itself after that; nothing else waits for it.
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int MANY = 100;

    private final PlatformApi api;
    private final Progress progress;

    FirstBackup(PlatformApi api, Progress progress) {
        this.api = api;
        this.progress = progress;
    }

    /// Orders it, unless the first instance is gone, stands still, or was backed up before.
    ///
    /// @return whether it was ordered
    boolean order() throws InterruptedException {
        boolean runs = api.get("/instances?limit=" + MANY).list("instances", i -> (Json.Obj) i).stream()
                .anyMatch(i ->
                        i.text("slug").equals(FirstRun.SLUG) && i.text("state").equals("running"));
        if (!runs || !all().isEmpty()) {
            return false;
        }
        api.post(path() + "/now", Json.object().build());
        return true;
    }

    /// Waits until it has ended, and says how.
    void await() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Optional<Json.Obj> ended = ended();
        while (ended.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(LOOK);
            ended = ended();
        }
        progress.tell(ended.map(FirstBackup::line).orElse("first backup: still on its way"));
    }

    private Optional<Json.Obj> ended() throws InterruptedException {
        return all().stream()
                .filter(b -> b.text("kind").equals("backup") && !b.text("state").equals("running"))
                .findFirst();
    }

    private static String line(Json.Obj backup) {
        long copies = backup.list("copies", c -> (Json.Obj) c).stream()
                .filter(c -> c.bool("done"))
                .count();
        return backup.text("state").equals("done")
                ? "first backup: " + copies + " copies"
                : "first backup: failed, and tried again within the hour: " + backup.text("detail");
    }

    private List<Json.Obj> all() throws InterruptedException {
        return api.get(path()).list("backups", b -> (Json.Obj) b);
    }

    private static String path() {
        return "/instances/" + FirstRun.SLUG + "/backups";
    }
}
