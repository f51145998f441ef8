package casemate.agent.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The kernel's tree of devices as its documentation (`sysfs-block`, `sysfs-block-dm`) draws it.
class DmCryptTest {
    private static final String LUKS = "CRYPT-LUKS2-0123456789abcdef0123456789abcdef-data\n";

    @TempDir
    private Path directory;

    @Test
    void a_luks_device_covers_what_lies_on_it_also_below_a_volume_manager_and_a_partition() throws Exception {
        Path disk = device("vda", 254, 0, "");
        partition(disk, "vda1", 254, 1);
        Path luks = device("dm-0", 253, 0, LUKS);
        below(luks, disk.resolve("vda1"));
        Path volume = device("dm-1", 253, 1, "LVM-abc\n");
        below(volume, luks);
        Path raid = device("md0", 9, 0, "");
        below(raid, luks);
        partition(raid, "md0p1", 259, 300);
        assertThat(covers(253, 0)).isTrue();
        assertThat(covers(253, 1)).isTrue();
        assertThat(covers(9, 0)).isTrue();
        assertThat(covers(259, 300)).isTrue();
        assertThat(covers(254, 0)).isFalse();
        assertThat(covers(254, 1)).isFalse();
    }

    @Test
    void one_clear_disk_below_what_only_verifies_and_what_nobody_knows_are_not_encrypted() throws Exception {
        Path disk = device("vda", 254, 0, "");
        Path luks = device("dm-0", 253, 0, LUKS);
        Path mixed = device("dm-1", 253, 1, "LVM-abc\n");
        below(mixed, luks);
        below(mixed, disk);
        device("dm-2", 253, 2, "CRYPT-VERITY-abc-root\n");
        Path round = device("dm-3", 253, 3, "LVM-round\n");
        below(round, round);
        assertThat(covers(253, 1)).isFalse();
        assertThat(covers(253, 2)).isFalse();
        assertThat(covers(253, 3)).isFalse();
        assertThat(covers(0, 42)).isFalse();
    }

    @Test
    void a_declaration_that_the_kernel_does_not_bear_out_is_refused() throws Exception {
        Path data = Files.createDirectory(directory.resolve("data"));
        assertThatThrownBy(() -> new Opening(data).usual(true, Optional.of(new DmCrypt(directory))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--disk dm-crypt");
    }

    @Test
    void where_nothing_else_encrypts_a_declared_disk_does_and_a_promise_alone_does_not() throws Exception {
        Path data = Files.createDirectory(directory.resolve("data"));
        assertThatThrownBy(() -> new Opening(data).without(true, false, "no loop devices"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no loop devices");
        try (Volumes volumes = new Opening(data).without(true, true, "no loop devices");
                Held held = volumes.unlockFresh()) {
            assertThat(volumes.kind()).isEqualTo(Volumes.Kind.DECLARED);
            Path volume = data.resolve("volumes/one");
            held.make(volume);
            held.check(volume);
            assertThat(volumes.mode(volume)).isEmpty();
        }
        Files.createFile(data.resolve("sealed.img"));
        assertThatThrownBy(() -> new Opening(data).without(true, true, "no loop devices"))
                .isInstanceOf(Refusal.class);
    }

    private boolean covers(long major, long minor) throws IOException {
        long device = (minor & 0xff) | (major << 8) | ((minor & ~0xffL) << 12);
        return new DmCrypt(directory).covers(device);
    }

    private Path device(String name, int major, int minor, String uuid) throws IOException {
        Path device = Files.createDirectories(directory.resolve("devices/" + name));
        Files.createDirectories(device.resolve("slaves"));
        if (!uuid.isEmpty()) {
            Files.writeString(Files.createDirectories(device.resolve("dm")).resolve("uuid"), uuid);
        }
        return number(device, major, minor);
    }

    private void partition(Path disk, String name, int major, int minor) throws IOException {
        Path partition = Files.createDirectories(disk.resolve(name));
        Files.writeString(partition.resolve("partition"), "1\n");
        number(partition, major, minor);
    }

    private Path number(Path device, int major, int minor) throws IOException {
        Files.createSymbolicLink(
                Files.createDirectories(directory.resolve("dev/block")).resolve(major + ":" + minor), device);
        return device;
    }

    private static void below(Path device, Path slave) throws IOException {
        Files.createSymbolicLink(device.resolve("slaves").resolve(slave.getFileName()), slave);
    }
}
