package casemate.waf.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCollectionStoreTest extends CollectionStoreContract {
    @TempDir
    Path directory;

    private final List<FileCollectionStore> open = new ArrayList<>();

    @Override
    CollectionStore store() throws IOException {
        return store(1000);
    }

    @Override
    FileCollectionStore store(int mostRecords) throws IOException {
        FileCollectionStore store = FileCollectionStore.open(directory, mostRecords);
        open.add(store);
        return store;
    }

    @AfterEach
    void close() throws IOException {
        for (FileCollectionStore store : open) {
            store.close();
        }
    }

    @Test
    void records_survive_a_restart_with_all_they_tell() throws IOException {
        try (FileCollectionStore store = store(1000)) {
            Collection ip = open(store, "a");
            ip.set("Name", Bytes.latin1("\u00ff\u0000"));
            ip.add("hits", 2);
            ip.set("gone", Bytes.latin1("x"));
            ip.unset("gone");
        }
        FileCollectionStore again = store(1000);
        List<String> members = new ArrayList<>();
        open(again, "a").forEach((name, value) -> members.add(name + "=" + value));
        assertThat(members).containsExactly("Name=\u00ff\u0000", "hits=2");
        assertThat(read(again, "a", "UPDATE_COUNTER")).isEqualTo("1");
        assertThat(again.failures()).isZero();
    }

    @Test
    void a_torn_tail_loses_only_itself() throws IOException {
        try (FileCollectionStore store = store(1000)) {
            open(store, "a").add("hits", 1);
            open(store, "b").add("hits", 1);
        }
        Path log = only(".log");
        byte[] bytes = Files.readAllBytes(log);
        for (int cut = 1; cut < 60; cut += 7) {
            Files.write(log, java.util.Arrays.copyOf(bytes, bytes.length - cut), StandardOpenOption.TRUNCATE_EXISTING);
            try (FileCollectionStore store = store(1000)) {
                assertThat(read(store, "a", "hits")).isEqualTo("1");
                assertThat(read(store, "b", "hits")).isNull();
            }
            log = only(".log");
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".snapshot")).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    @Test
    void an_altered_frame_is_not_believed() throws IOException {
        try (FileCollectionStore store = store(1000)) {
            open(store, "a").set("role", Bytes.latin1("guest"));
        }
        Path log = only(".log");
        byte[] bytes = Files.readAllBytes(log);
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("guest", "admin");
        Files.write(log, text.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(read(store(1000), "a", "role")).isNull();
    }

    @Test
    void a_second_process_is_refused() throws IOException {
        store(1000);
        assertThatThrownBy(() -> FileCollectionStore.open(directory, 1000))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("open in another process");
    }

    @Test
    void the_directory_stays_small_however_often_a_record_changes() throws IOException {
        byte[] large = new byte[60_000];
        try (FileCollectionStore store = store(1000)) {
            Collection ip = open(store, "a");
            for (int i = 0; i < 500; i++) {
                ip.set("large", Bytes.of(large));
                ip.add("hits", 1);
            }
        }
        try (FileCollectionStore store = store(1000)) {
            assertThat(read(store, "a", "hits")).isEqualTo("500");
        }
        long bytes = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
        }
        assertThat(bytes).isLessThan(200_000);
    }

    @Test
    void killing_the_process_loses_nothing_that_was_counted() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Counting.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long counted = 0;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
            while (counted < 300) {
                counted = Long.parseLong(String.valueOf(out.readLine()));
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(open(store(1000), "a").number("hits")).isGreaterThanOrEqualTo(counted);
    }

    /// Counts in a process of its own and says each time how far it is, until it is killed.
    static final class Counting {
        private Counting() {}

        public static void main(String[] arguments) throws IOException {
            FileCollectionStore store = FileCollectionStore.open(Path.of(arguments[0]), 1000);
            InstantSource clock = InstantSource.fixed(FakeScope.NOON);
            Collections collections = new Collections(store, clock, "default", Collections.USUAL_TIMEOUT);
            collections.open(Variable.IP, Bytes.latin1("a"));
            Collection ip = collections.of(Variable.IP);
            while (ip != null) {
                ip.add("hits", 1);
                System.out.println(ip.number("hits"));
            }
        }
    }

    private Path only(String kind) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> f.toString().endsWith(kind)).findFirst().orElseThrow();
        }
    }
}
