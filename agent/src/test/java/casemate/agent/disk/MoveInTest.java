package casemate.agent.disk;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.NeedsRoot;
import casemate.agent.image.Trees;
import casemate.agent.volume.Held;
import casemate.agent.volume.Volumes;
import casemate.base.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A volume that an earlier release made in the clear, on its way under its key, and whoever dies on that way.
@NeedsRoot
class MoveInTest {
    private static final int OWNER = 1_900_000_123;

    @TempDir
    private Path data;

    private final Secret key = Secret.of(new byte[Held.KEY_BYTES]);
    private Map<String, String> before = Map.of();

    @BeforeEach
    void inTheClear() throws IOException {
        Path clear = Files.createDirectories(data.resolve("volumes/one"));
        Path deep = Files.createDirectories(clear.resolve("a b/ąę"));
        Files.writeString(deep.resolve("text"), "what the customer wrote");
        Files.setAttribute(deep.resolve("text"), "unix:uid", OWNER);
        Files.createFile(deep.resolve("nobody-reads"));
        Files.setPosixFilePermissions(deep.resolve("nobody-reads"), PosixFilePermissions.fromString("---------"));
        Files.createSymbolicLink(deep.resolve("leads-out"), Path.of("/etc/hostname"));
        before = contents(clear);
    }

    private Path volume() {
        return data.resolve("volumes/one");
    }

    private void move(Volumes volumes) throws Exception {
        try (Held held = volumes.unlock(key)) {
            new MoveIn(volumes).move(volume(), volumes.stage("move"), held);
            held.check(volume());
            assertThat(contents(volume())).isEqualTo(before);
            assertThat(volumes.aside("one")).doesNotExist();
            assertThat(volumes.stage("move")).doesNotExist();
        }
        assertThat(volumes.unlocked(volume())).isFalse();
    }

    @Test
    void it_is_the_same_under_its_key_and_gone_where_it_lay() throws Exception {
        try (Volumes volumes = Volumes.open(data, true)) {
            assertThat(volumes.aside()).containsExactly("one");
            move(volumes);
            assertThat(volumes.aside()).isEmpty();
            // Asked again, there is nothing to do.
            move(volumes);
        }
    }

    @Test
    void who_died_while_copying_begins_anew() throws Exception {
        try (Volumes volumes = Volumes.open(data, true)) {
            try (Held other = volumes.unlockFresh()) {
                // Half of it, under whatever key.
                other.make(volumes.stage("move"));
                Files.writeString(volumes.stage("move").resolve("half"), "of it");
            }
        }
        try (Volumes volumes = Volumes.open(data, true)) {
            move(volumes);
        }
    }

    @Test
    void who_died_before_the_clear_one_was_gone_removes_it_and_keeps_what_was_written_since() throws Exception {
        try (Volumes volumes = Volumes.open(data, true)) {
            Path clear = volumes.aside("one");
            Path again = data.resolve("as-it-was");
            Trees.clone(clear, Files.createDirectory(again));
            move(volumes);
            Files.move(again, clear);
            try (Held held = volumes.unlock(key)) {
                Files.writeString(volume().resolve("since"), "then");
                new MoveIn(volumes).move(volume(), volumes.stage("move"), held);
                assertThat(volume().resolve("since")).hasContent("then");
            }
            assertThat(clear).doesNotExist();
        }
    }

    /// By path: owner, mode and bytes.
    private static Map<String, String> contents(Path root) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path each : paths.filter(p -> !p.equals(root)).toList()) {
                String is = Files.readAttributes(each, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS)
                        .toString();
                String what = Files.isSymbolicLink(each)
                        ? Files.readSymbolicLink(each).toString()
                        : Files.isDirectory(each) ? "" : Files.readString(each, StandardCharsets.UTF_8);
                all.put(root.relativize(each).toString(), is + " " + what);
            }
        }
        return all;
    }
}
