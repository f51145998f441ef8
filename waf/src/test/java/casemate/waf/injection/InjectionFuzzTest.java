package casemate.waf.injection;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.text.Bytes;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InjectionFuzzTest {
    private static final int MUTATIONS = 200_000;
    private static final int MEGABYTE = 1 << 20;
    private static final int EIGHTH = MEGABYTE / 8;

    /// Twenty times what a megabyte takes in linear time on a slow machine; in quadratic time even a quarter takes
    /// more.
    private static final Duration LINEAR = Duration.ofSeconds(2);

    @Test
    void inputsThatTheQuickChecksPassHaveNothingToFind() {
        Mutations mutations = new Mutations(1, List.of());
        int passedAsSql = 0;
        int passedAsHtml = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            Bytes a = mutations.next();
            if (SqlInjection.isOneToken(a.array(), a.from(), a.to())) {
                passedAsSql++;
                assertThat(SqlInjection.read(a.array(), a.from(), a.to()))
                        .as(a.toString())
                        .isNull();
            }
            if (!CrossSiteScripting.mayBeMarkup(a.array(), a.from(), a.to())) {
                passedAsHtml++;
                assertThat(CrossSiteScripting.read(a.array(), a.from(), a.to()))
                        .as(a.toString())
                        .isFalse();
            }
        }
        assertThat(passedAsSql).isGreaterThan(1_000);
        assertThat(passedAsHtml).isGreaterThan(10_000);
    }

    @Test
    void everyWordOfSqlAndEveryShortWordPassesTheQuickCheckForAReason() {
        SqlWords.resource("sql-words.txt")
                .lines()
                .filter(line -> !line.startsWith("# ") && !line.startsWith("F "))
                .map(line -> Bytes.latin1(line.substring(2)))
                .filter(word -> SqlInjection.isOneToken(word.array(), word.from(), word.to()))
                .forEach(word -> assertThat(SqlInjection.read(word.array(), word.from(), word.to()))
                        .as(word.toString())
                        .isNull());
        SplittableRandom random = new SplittableRandom(2);
        byte[] alphabet = "abcdefnqrtuxyzABENQUX_0123456789".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] word = new byte[random.nextInt(12)];
            for (int j = 0; j < word.length; j++) {
                word[j] = alphabet[random.nextInt(alphabet.length)];
            }
            if (SqlInjection.isOneToken(word, 0, word.length)) {
                assertThat(SqlInjection.read(word, 0, word.length)).isNull();
            }
        }
    }

    @Test
    void theBytesAroundAnInputChangeNothing() {
        Mutations mutations = new Mutations(3, List.of());
        for (int i = 0; i < MUTATIONS / 4; i++) {
            byte[] alone = mutations.next().toArray();
            byte[] among = new byte[alone.length + 64];
            Arrays.fill(among, "'\"`-# 1a\0>".getBytes(StandardCharsets.ISO_8859_1)[i % 10]);
            System.arraycopy(alone, 0, among, 32, alone.length);
            int end = 32 + alone.length;

            assertThat(SqlInjection.fingerprint(among, 32, end))
                    .isEqualTo(SqlInjection.fingerprint(alone, 0, alone.length));
            assertThat(CrossSiteScripting.found(among, 32, end))
                    .isEqualTo(CrossSiteScripting.found(alone, 0, alone.length));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'",
                "\"",
                "`",
                "\\",
                "\\'",
                "\\\"",
                "''",
                "'\\",
                "/*",
                "*/",
                "/**/",
                "/*'*/",
                "--",
                "--\n",
                "-",
                "#",
                "#\n",
                "(",
                ")",
                "((",
                "1)",
                "$",
                "$a",
                "$a$",
                "$a$b",
                "$$",
                "@",
                "@@",
                "@'",
                "[",
                "[]",
                "q'(",
                "nq'",
                "x'0",
                "x'0'",
                "b'01",
                "0x",
                "0x0",
                "1e",
                "1e+",
                ".",
                "a.",
                "a`",
                "and.",
                "and`",
                "null.",
                "select.",
                "not.",
                ";",
                ",",
                "1,",
                "1,-",
                "1+",
                "1 ",
                "+1",
                "and ",
                "1 and ",
                "a ",
                "is not ",
                "{",
                "{``",
                "}",
                "{a ",
                "::int",
                "\\+",
                "user(",
                "in(",
                "like(",
                "collate a_b ",
                "int ",
                "sp_password",
                "s--",
                "<",
                "</",
                "</>",
                "<!",
                "<!-",
                "<!--",
                "-\0",
                "<!---\0",
                "--!",
                "<%",
                "<%%",
                "%",
                "<![CDATA[",
                "]",
                "]]",
                "=",
                "a=",
                "a='",
                "a=\"'",
                "a =",
                "a /",
                "/",
                "//",
                "<a ",
                "<a/",
                "<a\0",
                "\0",
                " ",
                "on",
                "on=",
                "ona ",
                "<a href=&#0;",
                "<a href=&#x0",
                "<a href=\"&#0;",
                "&#32;",
                "<a href=\"\n",
                "<a attributename=on",
                "?",
                "<?",
                "<!doctype",
                "<s>",
                "\377",
                "\240",
                "x>"
            })
    void aLongRowOfAnythingTakesLinearTime(String piece) {
        for (String start : List.of("", "1", "'", "<a ", "<!--")) {
            byte[] a = row(start, piece, EIGHTH);
            assertThat(timeFor(a)).as(start + " and " + piece).isLessThan(LINEAR);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "\"", "\\'", "/*", "/**/", "and.", "1 and ", "<", "<a href=&#x0", "=", "-\0"})
    void aMegabyteTakesLinearTime(String piece) {
        assertThat(timeFor(row("", piece, MEGABYTE))).isLessThan(LINEAR);
    }

    private static Duration timeFor(byte[] a) {
        long before = cpuTime();
        SqlInjection.read(a, 0, a.length);
        CrossSiteScripting.read(a, 0, a.length);
        return Duration.ofNanos(cpuTime() - before);
    }

    private static byte[] row(String start, String piece, int length) {
        byte[] a = new byte[length];
        byte[] first = start.getBytes(StandardCharsets.ISO_8859_1);
        byte[] again = piece.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(first, 0, a, 0, first.length);
        for (int i = first.length; i < a.length; i++) {
            a[i] = again[(i - first.length) % again.length];
        }
        return a;
    }

    private static long cpuTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
