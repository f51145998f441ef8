package casemate.waf.injection;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.waf.text.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlInjectionTest {
    @ParameterizedTest(name = "{0} has the fingerprint {1}")
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "1' OR '1'='1, s&sos",
                "x' AND 1=1 -- -, s&1c",
                "1 UNION SELECT name FROM users, 1UEnk",
                "1\" or \"1\"=\"1, s&sos",
                "'; DROP TABLE users; --, s;T",
                "1; WAITFOR DELAY '0:0:5'--, 1;Esc",
                "-1' and sleep(5)#, s&f(1",
                "1/*!50000union*/select 2, X",
                "foo'||'bar, s&s",
                "admin'--, sc",
                "1*1--, 1c",
                "1 union all select 1, 1UE1",
            })
    void attacksAreToldByTheirFingerprint(String attack, String fingerprint) {
        assertThat(read(attack)).as(attack).startsWith(fingerprint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "42",
                "hello",
                "O'Brien",
                "it's five o'clock",
                "john.smith@example.com",
                "https://example.com/select/all?page=2",
                "We select the best union of all parts",
                "550e8400-e29b-41d4-a716-446655440000",
                "1 and 2",
                "C# or Java -- who cares?",
                "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
                "1234ABCDEF--",
            })
    void ordinaryTextHasNoFingerprint(String text) {
        assertThat(read(text)).isNull();
    }

    @Test
    void bytesOutsideTheGivenRangeAreNotLookedAt() {
        byte[] a = Bytes.latin1("1 OR 1=1 -- 1' OR '1'='1 --").array();

        assertThat(SqlInjection.fingerprint(a, 0, 1)).isNull();
        assertThat(SqlInjection.fingerprint(a, 12, a.length)).isEqualTo("s&sos");
        assertThat(SqlInjection.fingerprint(a, 12, 13)).isNull();
        assertThat(SqlInjection.fingerprint(a, 5, 5)).isNull();
    }

    private static @Nullable String read(String text) {
        Bytes a = Bytes.utf8(text);
        return SqlInjection.fingerprint(a.array(), a.from(), a.to());
    }
}
