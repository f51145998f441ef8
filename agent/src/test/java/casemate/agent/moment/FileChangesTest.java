package casemate.agent.moment;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.NeedsRoot;
import casemate.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one host finds changed, the other one has in the end: bytes, modes, links, and nothing that is gone.
@NeedsRoot
class FileChangesTest {
    private static final int UID = 4_711;
    private static final byte[] LARGE = new byte[17 << 20];

    @TempDir
    private Path directory;

    private final TestClock clock = TestClock.at(Instant.now());
    private Path here;
    private Path there;
    private Moments.Source source;
    private FileChanges changes;
    private FileLanding landing;

    @BeforeEach
    void volumes() throws Exception {
        here = Files.createDirectories(directory.resolve("here"));
        there = Files.createDirectories(directory.resolve("there"));
        Files.createDirectory(there.resolve(".casemate"));
        source = new Moments.Source(here, 0, "log", LogKind.BINLOG, List.of("run", "db"), directory.resolve("index"));
        changes = new FileChanges(source.index(), clock);
        landing = landing();
    }

    private FileLanding landing() throws IOException {
        return new FileLanding(there, UID, Files.getOwner(there.resolve(".casemate")));
    }

    @Test
    void the_other_host_has_what_changed_in_the_end() throws Exception {
        changes.begin(source, clock.instant());
        Files.createDirectories(here.resolve("up/2026/11"));
        Files.writeString(here.resolve("up/2026/11/Acm\u00e9 \"x\"\n.txt"), "first");
        Files.writeString(here.resolve("-rf"), "a name like an option");
        Files.createSymbolicLink(here.resolve("up/link"), Path.of("/etc/passwd"));
        Files.createDirectories(here.resolve("db"));
        Files.writeString(here.resolve("db/table"), "goes by the log");
        Files.createDirectories(here.resolve(".casemate"));
        Files.writeString(here.resolve(".casemate/own"), "the platform's");
        Files.write(here.resolve("large"), LARGE);
        Instant at = clock.instant();
        assertThat(send()).as("parts of an archive").isGreaterThan(2);
        same();
        assertThat(landing.at()).contains(Instant.ofEpochMilli(at.toEpochMilli()));
        assertThat(there.resolve("db")).doesNotExist();
        assertThat(there.resolve(".casemate/own")).doesNotExist();
        assertThat(Files.getAttribute(there.resolve("up/link"), "unix:uid", LinkOption.NOFOLLOW_LINKS))
                .isEqualTo(UID);

        // The same length, and the time set back, as some programs do.
        Path changed = here.resolve("-rf");
        var time = Files.getLastModifiedTime(changed);
        Files.writeString(changed, "A NAME LIKE AN OPTION");
        Files.setLastModifiedTime(changed, time);
        Files.setPosixFilePermissions(changed, PosixFilePermissions.fromString("r--r-----"));
        Files.delete(here.resolve("up/link"));
        Files.delete(here.resolve("large"));
        Files.createDirectory(here.resolve("large"));
        Files.writeString(here.resolve("large/small"), "a directory now");
        send();
        same();
        assertThat(send()).as("only when it was looked").isOne();
    }

    @Test
    void whoever_is_killed_on_the_way_sends_it_again_and_takes_back_what_went_away_meanwhile() throws Exception {
        changes.begin(source, clock.instant());
        Files.writeString(here.resolve("stays"), "1");
        Files.writeString(here.resolve("goes"), "2");
        try {
            changes.look(source, pieces -> {
                land(pieces);
                throw new IOException("killed");
            });
        } catch (IOException _) {
            // As it should be.
        }
        assertThat(there.resolve("goes")).exists();
        Files.delete(here.resolve("goes"));
        changes = new FileChanges(source.index(), clock);
        assertThat(changes.resume()).isTrue();
        send();
        same();
    }

    @Test
    void an_archive_whose_beginning_went_by_before_the_seed_is_passed_over() throws Exception {
        changes.begin(source, clock.instant());
        Files.write(here.resolve("large"), LARGE);
        List<List<Piece>> all = new ArrayList<>();
        changes.look(source, all::add);
        for (List<Piece> pieces : all.subList(1, all.size())) {
            land(pieces);
        }
        assertThat(there.resolve("large")).doesNotExist();
        assertThat(there.resolve(".casemate/files.part")).doesNotExist();
        assertThat(landing.at()).isPresent();
    }

    @Test
    void it_looks_again_after_a_while() throws Exception {
        changes.begin(source, clock.instant());
        assertThat(changes.due()).isTrue();
        send();
        assertThat(changes.due()).isFalse();
        clock.advance(Duration.ofSeconds(5));
        assertThat(changes.due()).isTrue();
    }

    /// Each twice, as after a crash of the other host.
    private int send() throws Exception {
        List<List<Piece>> all = new ArrayList<>();
        changes.look(source, all::add);
        for (int i = 0; i < 2; i++) {
            landing = landing();
            for (List<Piece> pieces : all) {
                land(pieces);
            }
        }
        return all.size();
    }

    private void land(List<Piece> pieces) throws IOException, InterruptedException {
        for (Piece piece : pieces) {
            assertThat(FilePieces.is(piece)).isTrue();
            landing.take(piece);
        }
    }

    private void same() throws IOException {
        assertThat(names(there)).isEqualTo(names(here));
        for (String name : names(here)) {
            Path one = here.resolve(name);
            Path other = there.resolve(name);
            if (Files.isSymbolicLink(one)) {
                assertThat(Files.readSymbolicLink(other)).isEqualTo(Files.readSymbolicLink(one));
            } else {
                assertThat(Files.getPosixFilePermissions(other)).isEqualTo(Files.getPosixFilePermissions(one));
                assertThat(Optional.of(Files.isRegularFile(one)).filter(b -> b).isEmpty()
                                || Files.mismatch(one, other) < 0)
                        .as(name)
                        .isTrue();
            }
        }
    }

    private static List<String> names(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.map(path -> root.relativize(path).toString())
                    .filter(name -> !name.startsWith(".casemate") && !name.startsWith("db"))
                    .sorted()
                    .toList();
        }
    }
}
