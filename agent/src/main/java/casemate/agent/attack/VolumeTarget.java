package casemate.agent.attack;

import casemate.agent.disk.PodVolumes;
import casemate.agent.fill.PodEnvironment;
import casemate.agent.sandbox.HostTool;
import casemate.agent.volume.Held;
import casemate.agent.volume.Volumes;
import casemate.base.Unavailable;
import casemate.promise.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What CRY-1's drill looks at: the drills' own application on a volume of its own.
public final class VolumeTarget implements Target {
    static final String CLEAR = "none";

    private static final Duration BOUND = Duration.ofSeconds(10);
    /// Enough for a measure of its entropy.
    private static final String PLANT = """
            i=0
            while [ $i -lt 2048 ]; do echo "$1 $1 $1 $1" || exit 1; i=$((i + 1)); done >"/volume/$1"
            """;

    private final Volumes volumes;
    private final CanaryPair.Canary canary;
    private final Path volume;
    private final boolean customers;
    private final Runnable end;

    /// Puts them up.
    public static final class Targets {
        private static final Duration RETRY = Duration.ofMinutes(1);

        private final PodVolumes volumes;
        private final Canaries canaries;

        public Targets(PodVolumes volumes, Canaries canaries) {
            this.volumes = volumes;
            this.canaries = canaries;
        }

        /// As a customer's is made, under a key of its own.
        VolumeTarget encrypted() throws InterruptedException {
            try (Held key = volumes.volumes().unlockFresh()) {
                return put(key, true);
            } catch (IOException e) {
                throw new Unavailable("the drill's own volume cannot be made: " + e.getMessage(), RETRY, e);
            }
        }

        /// As it would be without any.
        VolumeTarget plain() throws InterruptedException {
            try (Held none = volumes.volumes().none()) {
                return put(none, false);
            }
        }

        private VolumeTarget put(Held key, boolean customers) throws InterruptedException {
            CanaryPair.Canary made = canaries.one(instance -> volumes.lend(instance, key));
            return new VolumeTarget(
                    volumes.volumes(), made, canaries.volume(made), customers, () -> canaries.takeDown(List.of(made)));
        }
    }

    private VolumeTarget(Volumes volumes, CanaryPair.Canary canary, Path volume, boolean customers, Runnable end) {
        this.customers = customers;
        this.volumes = volumes;
        this.canary = canary;
        this.volume = volume;
        this.end = end;
    }

    String marker() {
        return canary.marker();
    }

    /// Has the application's side write a file whose name and contents are the marker.
    void plant() throws IOException, InterruptedException {
        HostTool.Outcome planted = canary.pod()
                .space()
                .run(
                        BOUND,
                        "",
                        List.of("/bin/busybox", "sh", "-c", PLANT, "casemate-plant", marker()),
                        PodEnvironment.of(Map.of()));
        if (!planted.done()) {
            throw new IOException("the marker cannot be written: " + planted.lastLine());
        }
    }

    /// Whether the marker can be read through the mount.
    boolean readable() {
        try {
            return Files.isRegularFile(file(), LinkOption.NOFOLLOW_LINKS)
                    && Files.readString(file()).contains(marker());
        } catch (IOException _) {
            return false;
        }
    }

    String mode() throws IOException {
        return volumes.mode(volume).orElse(CLEAR);
    }

    String kind() {
        return volumes.kind().name().toLowerCase(Locale.ROOT);
    }

    /// Whether only the disk as a whole is encrypted.
    boolean declared() {
        return volumes.kind() == Volumes.Kind.DECLARED;
    }

    /// Whether it was made as a customer's is; the twin's was not.
    boolean asCustomers() {
        return customers;
    }

    byte[] rawContents() throws IOException, InterruptedException {
        return raw(file());
    }

    byte[] rawNames() throws IOException, InterruptedException {
        return raw(volume);
    }

    /// Where nothing encrypts, what the file system says is what lies there.
    private byte[] raw(Path file) throws IOException, InterruptedException {
        if (volumes.kind() == Volumes.Kind.NONE || declared()) {
            return marker().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        }
        return volumes.raw(file);
    }

    void stop() throws InterruptedException {
        canary.pod().stop();
    }

    boolean unlocked() throws IOException {
        return volumes.unlocked(volume);
    }

    long inTheClear() throws IOException {
        return volumes.aside().size();
    }

    private Path file() {
        return volume.resolve(marker());
    }

    @Override
    public void close() {
        end.run();
    }
}
