package casemate.agent.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.agent.NeedsFuse;
import casemate.agent.NeedsRoot;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Real processes of gocryptfs.
@NeedsRoot
@NeedsFuse
class GocryptfsTest extends VolumesContract {
    private static final Duration BOUND = Duration.ofMinutes(1);

    private final byte[] bytes = new byte[Held.KEY_BYTES];
    private final Secret key = Secret.of(bytes);

    @Override
    Disk disk() {
        return Disk.GOCRYPTFS;
    }

    @Override
    String mode() {
        return "AES-256-GCM";
    }

    @Test
    void one_process_per_key_and_nothing_of_the_key_in_what_others_can_see_of_it() throws Exception {
        try (Volumes volumes = open()) {
            assertThat(volumes.kind()).isEqualTo(Volumes.Kind.GOCRYPTFS);
            assertThat(Showing.processes(data)).isEmpty();
            try (Held held = volumes.unlock(key);
                    Held _ = volumes.unlock(key)) {
                held.make(place("one"));
                held.make(volumes.stage("two"));
                assertThat(Showing.processes(data)).hasSize(1);
                String words = new String(GocryptfsKey.words(key), java.nio.charset.StandardCharsets.US_ASCII).strip();
                for (String what : List.of("cmdline", "environ")) {
                    assertThat(Files.readString(Path.of(
                                    "/proc/"
                                            + Showing.processes(data).getFirst().pid(),
                                    what)))
                            .isNotEmpty()
                            .doesNotContain(words)
                            .doesNotContain(HexFormat.of().formatHex(bytes));
                }
            }
            assertThat(Showing.processes(data)).isEmpty();
            assertThat(data.resolve("sealed/open")).isEmptyDirectory();
        }
    }

    @Test
    void who_lost_its_process_finds_everything_when_it_is_unlocked_again() throws Exception {
        try (Volumes volumes = open();
                Held held = volumes.unlock(key)) {
            held.make(place("one"));
            Files.writeString(place("one").resolve(NAME), MARKER);
            Showing.kill(data);
            Eventually.until("it is noticed", BOUND, () -> !held.stands());
            assertThat(Files.isRegularFile(place("one").resolve(NAME))).isFalse();
            try (Held _ = volumes.unlock(key)) {
                assertThat(held.stands()).isTrue();
                assertThat(place("one").resolve(NAME)).hasContent(MARKER);
            }
        }
        assertThat(Showing.processes(data)).isEmpty();
    }

    @Test
    void what_a_dead_agent_left_standing_is_taken_down_and_what_nobody_can_read_is_removed() throws Exception {
        Volumes dead = open();
        Held kept = dead.unlock(key);
        kept.make(place("one"));
        Files.writeString(place("one").resolve(NAME), MARKER);
        // A log whose place was removed while the key was away, and something under a key that nobody has any more.
        kept.make(data.resolve("logs/one.log"));
        Files.delete(data.resolve("logs/one.log"));
        Held moment = dead.unlockFresh();
        moment.make(dead.stage("set"));
        assertThat(Showing.mounts(data)).hasSize(2);
        Showing.kill(data);
        try (Volumes next = open()) {
            assertThat(Showing.mounts(data)).isEmpty();
            assertThat(Showing.processes(data)).isEmpty();
            Place.remove(next.stage("set"));
            next.collect();
            try (var left = Files.list(data.resolve("sealed/cipher"))) {
                assertThat(left).hasSize(1);
            }
            try (Held _ = next.unlock(key)) {
                assertThat(place("one").resolve(NAME)).hasContent(MARKER);
                try (var shown = Files.list(Place.real(place("one")).resolve(".."))) {
                    assertThat(shown).hasSize(1);
                }
            }
        }
    }

    @Test
    void it_stays_what_it_is_and_is_never_taken_where_the_kernel_encrypts() throws Exception {
        try (Volumes volumes = open();
                Held held = volumes.unlock(key)) {
            held.make(place("one"));
        }
        try (Volumes volumes = Volumes.open(data, true)) {
            assertThat(volumes.kind()).isEqualTo(Volumes.Kind.GOCRYPTFS);
        }
        Path other = Files.createDirectory(data.resolve("other"));
        try (Volumes volumes = Volumes.open(other, true)) {
            assertThat(volumes.kind()).isNotEqualTo(Volumes.Kind.GOCRYPTFS);
            try (Held held = volumes.unlock(key)) {
                held.make(other.resolve("volumes/one"));
            }
        }
        assertThatThrownBy(() -> Volumes.open(other, true, Disk.GOCRYPTFS))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("already");
    }

    @Test
    void it_is_the_third_where_the_kernel_can_do_neither_unless_the_disk_is_declared() throws Exception {
        try (Volumes volumes = new Opening(data).third(true, false, "no loop devices")) {
            assertThat(volumes.kind()).isEqualTo(Volumes.Kind.GOCRYPTFS);
        }
        Path other = Files.createDirectory(data.resolve("other"));
        try (Volumes volumes = new Opening(other).third(true, true, "no loop devices")) {
            assertThat(volumes.kind()).isEqualTo(Volumes.Kind.DECLARED);
        }
    }

    @Test
    void another_key_opens_nothing_of_it_and_a_changed_byte_is_noticed() throws Exception {
        try (Volumes volumes = open()) {
            try (Held held = volumes.unlock(key)) {
                held.make(place("one"));
                Files.writeString(place("one").resolve(NAME), MARKER);
            }
            Path cipher =
                    data.resolve("sealed/cipher").resolve(GocryptfsKey.name(key).hex());
            bytes[0] = 1;
            try (Secret wrong = Secret.of(bytes)) {
                assertThatThrownBy(() ->
                                GocryptfsRun.toItsEnd(GocryptfsKey.words(wrong), BOUND, "-fsck", cipher.toString()))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("Password incorrect");
            }
            byte[] there = {};
            Path file;
            try (Held _ = volumes.unlock(key)) {
                there = volumes.raw(place("one").resolve(NAME));
                file = holding(cipher, there);
            }
            there[there.length - 1] ^= 1;
            Files.write(file, there);
            try (Held _ = volumes.unlock(key)) {
                assertThatThrownBy(() -> Files.readString(place("one").resolve(NAME)))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("Input/output error");
            }
        }
    }

    private static Path holding(Path cipher, byte[] there) throws IOException {
        try (var all = Files.walk(cipher)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                if (Arrays.equals(Files.readAllBytes(each), there)) {
                    return each;
                }
            }
        }
        throw new AssertionError("no file holds these bytes");
    }
}
