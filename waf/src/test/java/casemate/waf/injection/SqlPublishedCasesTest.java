package casemate.waf.injection;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.text.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SqlPublishedCasesTest {
    @Test
    void everyPublishedInputIsCutIntoTheExpectedTokens() throws IOException {
        assertAllAsExpected("test-tokens-", 249, SqlPublishedCasesTest::tokens);
    }

    @Test
    void everyPublishedInputFoldsToTheExpectedTokens() throws IOException {
        assertAllAsExpected("test-folding-", 118, SqlPublishedCasesTest::folded);
    }

    @Test
    void everyPublishedInputHasTheExpectedFingerprint() throws IOException {
        assertAllAsExpected(
                "test-sqli-",
                50,
                a -> Objects.requireNonNullElse(SqlInjection.fingerprint(a.array(), a.from(), a.to()), ""));
    }

    private static void assertAllAsExpected(String kind, int count, Function<Bytes, String> read) throws IOException {
        List<PublishedCase> cases = PublishedCase.of(kind);
        assertThat(cases).hasSize(count);
        assertThat(cases)
                .allSatisfy(c -> assertThat(read.apply(c.input()).stripTrailing())
                        .as(c.name())
                        .isEqualTo(c.expected()));
    }

    private static String tokens(Bytes a) {
        SqlTokenizer tokenizer = new SqlTokenizer(SqlWords.PUBLISHED);
        tokenizer.begin(a.array(), a.from(), a.to(), (byte) 0, false);
        SqlToken token = new SqlToken();
        StringBuilder lines = new StringBuilder();
        while (tokenizer.next(token)) {
            print(token, lines);
        }
        return lines.toString();
    }

    private static String folded(Bytes a) {
        SqlTokenizer tokenizer = new SqlTokenizer(SqlWords.PUBLISHED);
        tokenizer.begin(a.array(), a.from(), a.to(), (byte) 0, false);
        SqlFolding folding = new SqlFolding(SqlWords.PUBLISHED, tokenizer);
        StringBuilder lines = new StringBuilder();
        int count = folding.fold();
        for (int i = 0; i < count; i++) {
            print(folding.token(i), lines);
        }
        return lines.toString();
    }

    private static void print(SqlToken token, StringBuilder lines) {
        lines.append((char) token.type).append(' ');
        if (token.type == SqlType.VARIABLE) {
            lines.repeat("@", token.signs);
        }
        boolean quoted = token.type == SqlType.VARIABLE || token.type == SqlType.STRING;
        if (quoted && token.open != 0) {
            lines.append((char) token.open);
        }
        for (int i = 0; i < token.length; i++) {
            lines.append((char) (token.at(i) & 0xff));
        }
        if (quoted && token.close != 0) {
            lines.append((char) token.close);
        }
        lines.append('\n');
    }
}
