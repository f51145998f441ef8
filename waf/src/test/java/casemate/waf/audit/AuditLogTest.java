package casemate.waf.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.waf.seclang.Directive;
import casemate.waf.seclang.Place;
import casemate.waf.seclang.SettingName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    @TempDir
    Path directory;

    @Test
    void records_of_many_threads_are_whole_lines_of_one_file() throws Exception {
        Path file = directory.resolve("audit.log");
        AuditRecord record = new Records().record();
        try (AuditLog log = open("SecAuditLog " + file, "SecAuditLogFileMode 0600");
                ExecutorService pool = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 200; i++) {
                pool.execute(() -> log.write(record, AuditPart.USUAL));
            }
            pool.shutdown();
            assertThat(pool.awaitTermination(30, java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();
            assertThat(log.lost()).isZero();
        }
        assertThat(Files.readAllLines(file)).hasSize(200).allMatch(l -> l.startsWith("{") && l.endsWith("}}"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_file_that_was_moved_away_is_begun_anew() throws IOException {
        Path file = directory.resolve("audit.log");
        try (AuditLog log = open("SecAuditLog " + file)) {
            log.write(new Records().record(), AuditPart.USUAL);
            Files.move(file, directory.resolve("audit.log.1"));
            log.write(new Records().record(), AuditPart.USUAL);
        }
        assertThat(Files.readAllLines(file)).hasSize(1);
        assertThat(Files.readAllLines(directory.resolve("audit.log.1"))).hasSize(1);
    }

    @Test
    void concurrent_records_lie_in_a_directory_of_their_minute_and_the_index_names_them() throws IOException {
        Path index = directory.resolve("index.log");
        Path storage = directory.resolve("records");
        Records records = new Records().header("User-Agent", "curl \"8\"");
        try (AuditLog log =
                open("SecAuditLogType Concurrent", "SecAuditLogStorageDir " + storage, "SecAuditLog " + index)) {
            log.write(records.record(), AuditPart.USUAL);
        }
        Path file = storage.resolve("20261105/20261105-0908/20261105-090807-1763802487123456");
        assertThat(Files.readString(file)).startsWith("{\"transaction\":").endsWith("}}\n");
        assertThat(Files.readString(index))
                .startsWith(
                        "shop.example 192.0.2.7 - [05/Nov/2026:09:08:07 +0000] \"POST /login?next=%2F HTTP/1.1\" 403")
                .contains("\"curl \\x228\\x22\" 1763802487123456 - " + file + " 0 " + Files.size(file) + " md5:");
    }

    @Test
    void what_cannot_be_written_is_counted_and_throws_nothing() throws IOException {
        Path storage = directory.resolve("records");
        try (AuditLog log = open("SecAuditLogType Parallel", "SecAuditLogStorageDir " + storage)) {
            log.write(new Records().record(), AuditPart.USUAL);
            log.write(new Records().record(), AuditPart.USUAL);
            assertThat(log.lost()).as("the second has the name of the first").isEqualTo(1);
        }
        try (Stream<Path> files = Files.walk(storage)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(1);
        }
    }

    @Test
    void an_engine_that_is_on_needs_a_file() {
        assertThatThrownBy(() -> open()).isInstanceOf(Refusal.class).hasMessageContaining("SecAuditLog ");
        assertThatThrownBy(() -> open("SecAuditLogType Concurrent"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("SecAuditLogStorageDir");
        assertThatThrownBy(() -> open("SecAuditLog /no/such/directory/audit.log"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("/no/such/directory");
        try (AuditLog none = open("SecAuditEngine Off")) {
            none.write(new Records().record(), AuditPart.USUAL);
            assertThat(none.lost()).isZero();
        }
    }

    private static AuditLog open(String... directives) {
        List<Directive.Setting> settings = new ArrayList<>();
        settings.add(setting("SecAuditEngine On"));
        settings.add(setting("SecAuditLogFormat JSON"));
        for (String directive : directives) {
            settings.add(setting(directive));
        }
        return AuditLog.open(AuditSettings.of(settings), "s1", new Random(1));
    }

    private static Directive.Setting setting(String directive) {
        int space = directive.indexOf(' ');
        return new Directive.Setting(
                new Place("test", 1, 1),
                SettingName.named(directive.substring(0, space)).orElseThrow(),
                List.of(directive.substring(space + 1)));
    }
}
