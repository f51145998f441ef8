package casemate.waf.injection;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.text.Bytes;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The counts are those of libinjection itself.
class AttackCorporaTest {
    @Test
    void nearlyEveryCollectedSqlInjectionIsFound() throws IOException {
        List<Bytes> attacks = AttackCorpora.of("sqli-");

        assertThat(attacks).hasSize(17_149);
        assertThat(attacks).filteredOn(AttackCorporaTest::isSqlInjection).hasSize(17_131);
    }

    @Test
    void collectedTextThatOthersTookForSqlIsPassed() throws IOException {
        List<Bytes> texts = AttackCorpora.of("false_positives");

        assertThat(texts).hasSize(421);
        assertThat(texts).filteredOn(AttackCorporaTest::isSqlInjection).hasSize(21);
    }

    @Test
    void mostCollectedCrossSiteScriptingIsFound() throws IOException {
        List<Bytes> attacks = AttackCorpora.of("xss-");

        assertThat(attacks).hasSize(1_645);
        assertThat(attacks).filteredOn(AttackCorporaTest::isCrossSiteScripting).hasSize(1_640);
    }

    private static boolean isSqlInjection(Bytes a) {
        return SqlInjection.fingerprint(a.array(), a.from(), a.to()) != null;
    }

    private static boolean isCrossSiteScripting(Bytes a) {
        return CrossSiteScripting.found(a.array(), a.from(), a.to());
    }
}
