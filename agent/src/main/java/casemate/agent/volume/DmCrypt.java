package casemate.agent.volume;

import casemate.base.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Whether a directory lies on a disk that the host's own dm-crypt encrypts (LUKS), as the operator declared: asked of
/// the kernel, through partitions, volume managers and RAID down to what has no device below it.
///
/// @param sys where the kernel tells of its devices, `/sys`; another in tests
public record DmCrypt(Path sys) {
    /// As cryptsetup names what encrypts. Not all that it makes does: `CRYPT-VERITY-` and `CRYPT-INTEGRITY-` do not.
    private static final List<String> ENCRYPTS = List.of("CRYPT-LUKS1-", "CRYPT-LUKS2-", "CRYPT-PLAIN-");

    /// Disk, RAID, LUKS, volume manager, thin pool and a partition are six.
    private static final int DEEPEST = 8;

    private static final int MINOR_LOW_BITS = 8;
    private static final int MINOR_HIGH_SHIFT = 12;
    private static final long BYTE = 0xff;
    private static final long MAJOR = 0xfff;

    public DmCrypt() {
        this(Path.of("/sys"));
    }

    /// @throws Refusal `disk-clear` when it does not, or when nobody can tell
    void check(Path directory) throws IOException {
        if (!covers((long) Files.getAttribute(directory, "unix:dev"))) {
            throw Refusal.conflict(
                    "disk-clear",
                    "--disk dm-crypt says that " + directory + " lies on an encrypted disk, and the kernel does not:"
                            + " put it on a file system of a LUKS device's own (cryptsetup), or leave the option out.");
        }
    }

    /// @param device as `stat` numbers it, of one device: file systems that span several tell none
    boolean covers(long device) throws IOException {
        long major = (device >> MINOR_LOW_BITS) & MAJOR;
        long minor = (device & BYTE) | ((device >> MINOR_HIGH_SHIFT) & ~BYTE);
        Path known = sys.resolve("dev/block/" + major + ":" + minor);
        return Files.exists(known) && encrypted(known.toRealPath(), DEEPEST);
    }

    private static boolean encrypted(Path device, int deep) throws IOException {
        Path uuid = device.resolve("dm/uuid");
        if (Files.exists(uuid)) {
            String name = Files.readString(uuid, StandardCharsets.US_ASCII);
            if (ENCRYPTS.stream().anyMatch(name::startsWith)) {
                return true;
            }
        }
        if (deep == 0) {
            return false;
        }
        if (Files.exists(device.resolve("partition"))) {
            return encrypted(device.resolve("..").toRealPath(), deep - 1);
        }
        List<Path> below = below(device.resolve("slaves"));
        for (Path each : below) {
            if (!encrypted(each.toRealPath(), deep - 1)) {
                return false;
            }
        }
        return !below.isEmpty();
    }

    private static List<Path> below(Path slaves) throws IOException {
        if (!Files.isDirectory(slaves)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(slaves)) {
            return all.toList();
        }
    }
}
