package casemate.waf.injection;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.text.Bytes;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlPublishedCasesTest {
    @Test
    void everyPublishedInputIsCutIntoTheExpectedTokens() throws IOException {
        List<PublishedCase> cases = PublishedCase.of("test-html5-");
        assertThat(cases).hasSize(63);
        assertThat(cases)
                .allSatisfy(c -> assertThat(tokens(c.input()).stripTrailing())
                        .as(c.name())
                        .isEqualTo(c.expected()));
    }

    private static String tokens(Bytes a) {
        HtmlTokenizer tokenizer = new HtmlTokenizer();
        tokenizer.begin(a.array(), a.from(), a.to(), HtmlContext.TEXT);
        StringBuilder lines = new StringBuilder();
        while (tokenizer.next()) {
            Bytes token = new Bytes(a.array(), tokenizer.tokenFrom(), tokenizer.tokenTo());
            lines.append(published(tokenizer.type()))
                    .append(',')
                    .append(token.length())
                    .append(',')
                    .append(token)
                    .append('\n');
        }
        return lines.toString();
    }

    private static String published(HtmlType type) {
        return switch (type) {
            case TEXT -> "DATA_TEXT";
            case TAG -> "TAG_NAME_OPEN";
            case TAG_END -> "TAG_NAME_CLOSE";
            case TAG_SELF_CLOSED -> "TAG_NAME_SELFCLOSE";
            case TAG_CLOSED -> "TAG_CLOSE";
            case ATTRIBUTE -> "ATTR_NAME";
            case VALUE -> "ATTR_VALUE";
            case COMMENT -> "TAG_COMMENT";
            case DOCTYPE -> "DOCTYPE";
        };
    }
}
