package casemate.waf.injection;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Json;
import casemate.waf.ftw.Corpus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Makes the resource anew from the published tables. To carry a newer release of them, run this test and copy
/// `target/sql-words.txt` over the resource.
class SqlWordsTest {
    private static final int MOST_BYTES = 1 << 20;

    @Test
    void theResourceSaysWhatThePublishedTablesSay() throws IOException {
        byte[] published = Files.readAllBytes(Corpus.shared("libinjection").resolve("sqlparse_data.json"));
        Json.Obj tables = Json.parseObject(published, MOST_BYTES);
        String carried = SqlWords.resource("sql-words.txt");
        String made = head(carried) + words(tables) + fingerprints(tables);

        Files.writeString(Path.of("target", "sql-words.txt"), made);

        assertThat(made).isEqualTo(carried);
    }

    @Test
    void everyPublishedWordAndFingerprintIsFoundInAnyCase() {
        Map<String, Byte> words = new TreeMap<>();
        SqlWords.resource("sql-words.txt")
                .lines()
                .filter(line -> !line.startsWith("# ") && !line.startsWith("F"))
                .forEach(line -> words.put(line.substring(2), (byte) line.charAt(0)));

        assertThat(words).hasSize(985).allSatisfy((word, type) -> {
            assertThat(typeOf(word)).as(word).isEqualTo(type);
            assertThat(typeOf(word.toLowerCase(Locale.ROOT))).as(word).isEqualTo(type);
            assertThat(typeOf(word + "_")).as(word).isEqualTo(SqlType.NONE);
        });
        assertThat(isInjection("1&1")).isTrue();
        assertThat(isInjection("sUEnk")).isTrue();
        assertThat(isInjection("X")).isTrue();
        assertThat(isInjection("n")).isFalse();
        assertThat(isInjection("")).isFalse();
        assertThat(isInjection("?&1")).isFalse();
    }

    private static byte typeOf(String word) {
        byte[] a = word.getBytes(StandardCharsets.US_ASCII);
        return SqlWords.PUBLISHED.typeOf(a, 0, a.length);
    }

    private static boolean isInjection(String types) {
        return SqlWords.PUBLISHED.isInjection(types.getBytes(StandardCharsets.US_ASCII), types.length());
    }

    private static String head(String carried) {
        return carried.substring(0, carried.indexOf("\no ") + 1);
    }

    private static String words(Json.Obj tables) {
        StringBuilder lines = new StringBuilder();
        Json.Obj keywords = tables.obj("keywords");
        new TreeSet<>(keywords.members().keySet())
                .forEach(word -> lines.append(keywords.text(word))
                        .append(' ')
                        .append(word)
                        .append('\n'));
        return lines.toString();
    }

    private static String fingerprints(Json.Obj tables) {
        Map<String, TreeSet<String>> lastByMiddle = new TreeMap<>();
        for (String fingerprint : tables.list("fingerprints", f -> ((Json.Text) f).value())) {
            String upper = fingerprint.toUpperCase(Locale.ROOT);
            int last = upper.length() - 1;
            lastByMiddle
                    .computeIfAbsent(upper.substring(0, last), middle -> new TreeSet<>())
                    .add(upper.substring(last));
        }
        StringBuilder lines = new StringBuilder();
        lastByMiddle.forEach((middle, last) -> lines.append("F ")
                .append(middle)
                .append(' ')
                .append(String.join("", last))
                .append('\n'));
        return lines.toString();
    }
}
