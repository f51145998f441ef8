package casemate.agent;

import casemate.agent.disk.PodDirectory;
import casemate.agent.disk.PodLog;
import casemate.agent.disk.PodVolumes;
import casemate.agent.volume.Held;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;

/// The last lines of an instance's log, which lies under the instance's key.
final class InstanceTail {
    /// Beyond this a page of logs helps nobody.
    private static final int MAX_TAIL = 1_000;

    private final PodDirectory directory;
    private final PodVolumes volumes;
    private final Clock clock;

    InstanceTail(PodDirectory directory, PodVolumes volumes, Clock clock) {
        this.directory = directory;
        this.volumes = volumes;
        this.clock = clock;
    }

    /// @return none for an instance that is not here, or whose key is away or gone
    /// @throws Refusal `lines-out-of-range`
    List<String> tail(InstanceId instance, int maxLines) {
        if (maxLines < 1 || maxLines > MAX_TAIL) {
            throw Refusal.invalid("lines-out-of-range", "Ask for 1 to 1000 lines.");
        }
        if (directory.find(instance).isEmpty()) {
            return List.of();
        }
        try (Held _ = volumes.open(instance)) {
            return new PodLog(directory.log(instance), clock).tail(maxLines);
        } catch (IOException | UncheckedIOException | Refusal | Unavailable _) {
            // Its key is away, or gone for ever: so are the lines.
            return List.of();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
