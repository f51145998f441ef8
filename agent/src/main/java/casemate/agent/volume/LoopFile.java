package casemate.agent.volume;

import casemate.agent.sandbox.HostTool;
import casemate.base.DurableFile;
import casemate.base.Refusal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A file that holds an ext4 file system, for hosts whose own cannot encrypt. It takes the room of what
/// lies in it, and gives it back when that goes.
final class LoopFile {
    private static final Duration BOUND = Duration.ofMinutes(1);
    /// A check after a power cut reads the journal only; damage is for a person to look at.
    private static final Duration CHECK_BOUND = Duration.ofMinutes(30);

    private static final long SMALLEST_BYTES = 64L << 20;
    /// ext4's own limit with blocks of 4 KiB.
    private static final long LARGEST_BYTES = 15L << 40;
    /// From here on 64 MiB of journal are a small part; mke2fs would take up to 1 GiB.
    private static final long LARGE_BYTES = 4L << 30;

    private static final int CORRECTED = 1;

    private final Path image;

    LoopFile(Path image) {
        this.image = image;
    }

    boolean exists() {
        return Files.exists(image);
    }

    /// Makes it as large as the file system that it lies on: what is full first is the host's disk, as
    /// without it.
    void make() throws IOException, InterruptedException {
        Path fresh = image.resolveSibling(image.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        long bytes = Math.clamp(
                Files.getFileStore(image.resolve("..").normalize()).getTotalSpace(), SMALLEST_BYTES, LARGEST_BYTES);
        try (RandomAccessFile file = new RandomAccessFile(fresh.toFile(), "rw")) {
            file.setLength(bytes);
        }
        List<String> command = new ArrayList<>(List.of(
                "mke2fs",
                "-q",
                "-t",
                "ext4",
                "-O",
                "encrypt",
                "-E",
                "nodiscard,lazy_itable_init=1,lazy_journal_init=1",
                "-e",
                "remount-ro",
                "-m",
                "0"));
        if (bytes >= LARGE_BYTES) {
            command.addAll(List.of("-J", "size=64"));
        }
        command.add(fresh.toString());
        HostTool.Outcome made = HostTool.run(BOUND, "", command);
        if (!made.done()) {
            Files.deleteIfExists(fresh);
            throw new IOException("mke2fs failed: " + made.lastLine());
        }
        Files.move(fresh, image, StandardCopyOption.ATOMIC_MOVE);
        DurableFile.syncDirectory(image.resolve("..").normalize());
    }

    /// Mounts it. The mount is shared, so that taking it down reaches the mount views of pods, too:
    /// otherwise they would keep it, and the keys in it, alive.
    void mount(Path at) throws IOException, InterruptedException {
        if (HostTool.run(BOUND, "losetup", "--noheadings", "--associated", image.toString())
                .output()
                .isBlank()) {
            check();
        }
        HostTool.Outcome mounted = HostTool.run(
                BOUND,
                "mount",
                "-t",
                "ext4",
                "-o",
                "loop,nosuid,nodev,noatime,discard,noinit_itable",
                image.toString(),
                at.toString());
        if (!mounted.done()) {
            throw new IOException("mount failed: " + mounted.lastLine());
        }
        HostTool.must(BOUND, "", "mount", "--make-shared", at.toString());
        Files.deleteIfExists(at.resolve("lost+found"));
    }

    /// Where the kernel is told how much to hold back of what is mounted there.
    static Path reserve(Path at) throws InterruptedException {
        String device = HostTool.must(
                BOUND, "", "findmnt", "--noheadings", "--output", "SOURCE", "--mountpoint", at.toString());
        return Path.of("/sys/fs/ext4", "" + Path.of(device.strip()).getFileName(), "reserved_clusters");
    }

    static void unmount(Path at) {
        try {
            if (!HostTool.run(BOUND, "umount", at.toString()).done()) {
                HostTool.run(BOUND, "umount", "--lazy", at.toString());
            }
        } catch (InterruptedException _) {
            // The janitor does it.
            Thread.currentThread().interrupt();
        }
    }

    private void check() throws InterruptedException {
        HostTool.Outcome checked = HostTool.run(CHECK_BOUND, "e2fsck", "-p", image.toString());
        if (checked.exit() > CORRECTED) {
            throw Refusal.conflict(
                    "volumes-damaged",
                    "The file system of the volumes is damaged; look at it with `e2fsck " + image
                            + "`, then start again.");
        }
    }
}
