package casemate.control.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.testkit.TestClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeakedListTest {
    @TempDir
    private Path directory;

    @Test
    void every_entry_is_found_and_hardly_anything_else() throws IOException {
        int entries = 50_000;
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < entries; i++) {
            lines.append(hex("leaked " + i)).append(':').append(i).append("\r\n");
        }
        LeakedList list = load(lines.toString());
        assertThat(list.entries()).isEqualTo(entries);
        int missed = 0;
        int alarms = 0;
        for (int i = 0; i < entries; i++) {
            missed += list.contains(sha1("leaked " + i)) ? 0 : 1;
            alarms += list.contains(sha1("never leaked " + i)) ? 1 : 0;
        }
        assertThat(missed).isZero();
        assertThat(alarms).isLessThan(entries / 500);
    }

    @Test
    void range_files_are_read_by_their_names() throws IOException {
        Path ranges = Files.createDirectory(directory.resolve("ranges"));
        String digest = hex("correct horse battery staple");
        Files.writeString(ranges.resolve(digest.substring(0, 5)), digest.substring(5) + ":17\n");
        String other = hex("hunter2hunter2hunter2").toLowerCase(java.util.Locale.ROOT);
        Files.writeString(ranges.resolve(other.substring(0, 5) + ".txt"), other.substring(5) + ":1");
        LeakedListWriter.write(List.of(ranges), target());
        LeakedList list = LeakedList.open(target());
        assertThat(list.contains(sha1("correct horse battery staple"))).isTrue();
        assertThat(list.contains(sha1("hunter2hunter2hunter2"))).isTrue();
        assertThat(list.contains(sha1("a password of nobody else"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD:1\n",
                "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FG8:1\n",
                "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8;1\n",
                "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:many\n",
                "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:1\n5BAA61E4C9B9",
                "<html>not found</html>",
                "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:111111111111111111111111111111111111111111111111\n"
            })
    void what_is_no_list_is_refused_in_one_line_and_the_old_list_stays(String text) throws IOException {
        load(hex("an old one") + ":1\n");
        byte[] before = Files.readAllBytes(target());
        assertThatThrownBy(() -> load(text))
                .isInstanceOf(Refusal.class)
                .satisfies(e -> assertThat(((Refusal) e).text()).doesNotContain("\n"));
        assertThat(Files.readAllBytes(target())).isEqualTo(before);
        try (var left = Files.list(target().getParent())) {
            assertThat(left).containsExactly(target());
        }
    }

    @Test
    void a_damaged_list_is_not_taken_and_the_one_in_use_goes_on() throws IOException {
        TestClock clock = TestClock.at("2026-11-22T08:00:00Z");
        Secret leaked = Secret.of("four words in a row");
        Passwords passwords = Passwords.of(List.of(), Optional.of(target()), clock);
        assertThat(passwords.leaked(leaked)).isFalse();
        load(hex("four words in a row") + ":1\n");
        clock.advance(Duration.ofSeconds(11));
        assertThat(passwords.leaked(leaked)).isTrue();
        byte[] whole = Files.readAllBytes(target());
        for (byte[] damaged : List.of(
                new byte[0],
                java.util.Arrays.copyOf(whole, whole.length - 1),
                "casemate leaked 2\n".getBytes(StandardCharsets.US_ASCII))) {
            Path other = directory.resolve("other");
            Files.write(other, damaged);
            Files.move(other, target(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            clock.advance(Duration.ofSeconds(11));
            assertThat(passwords.leaked(leaked)).isTrue();
        }
        Files.delete(target());
        clock.advance(Duration.ofSeconds(11));
        assertThat(passwords.leaked(leaked)).isFalse();
    }

    @Test
    void a_flipped_header_is_noticed() throws IOException {
        load(hex("one") + ":1\n");
        byte[] bytes = Files.readAllBytes(target());
        for (int at = 0; at < LeakedList.HEADER; at++) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= 1;
            Path file = Files.write(directory.resolve("flipped"), flipped);
            assertThatThrownBy(() -> LeakedList.open(file)).as("byte " + at).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void a_password_of_the_list_is_refused_with_words_of_its_own() throws IOException {
        load(hex("four words in a row") + ":1\n");
        Passwords passwords = Passwords.of(List.of(), Optional.of(target()), TestClock.at("2026-11-22T08:00:00Z"));
        assertThatThrownBy(() -> passwords.check(Secret.of("four words in a row"), List.of()))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("password-leaked"));
        passwords.check(Secret.of("five words in one row"), List.of());
    }

    private LeakedList load(String lines) throws IOException {
        Path source = Files.writeString(directory.resolve("source"), lines);
        LeakedListWriter.write(List.of(source), target());
        return LeakedList.open(target());
    }

    private Path target() {
        return directory.resolve("lists").resolve("leaked-passwords");
    }

    private static String hex(String password) {
        return HexFormat.of().withUpperCase().formatHex(sha1(password));
    }

    private static byte[] sha1(String password) {
        return LeakedList.sha1(password.getBytes(StandardCharsets.UTF_8));
    }
}
