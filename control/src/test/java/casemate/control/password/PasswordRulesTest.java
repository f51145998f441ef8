package casemate.control.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
    private static final List<String> KNOWN =
            List.of("casemate.example.org", "anna.nowak@hurtownia.pl", "Hurtownia Północ sp. z o.o.", "Anna Nowak");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anna.nowak@hurtownia.pl",
                "AnnaNowak2026!",
                "nowakanna1987",
                "Hurtownia-2026",
                "casemate12345",
                "Casemate!Casemate!",
                "qwertyuiop12",
                "asdfghjkl;123",
                "1234567890987654321",
                "abcdefghijkl",
                "hunter2hunter2",
                "abcabcabcabcabc",
                "aaaaaaaaaaaaaaaa",
                "Password12345678",
                "motdepasse2026!",
                "azertyuiop2026"
            })
    void what_everybody_would_try_first_is_refused(String password) {
        assertThat(PasswordRules.problem(password, KNOWN)).contains("account.error.password-easy");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "four words in a row",
                "seventeen green lamps",
                "zażółć gęślą jaźń",
                "some other password",
                "Anna likes seventeen lamps",
                "x7#Kp2!mQ9z&Lw",
                "长密码应该是可以接受的吧"
            })
    void what_nobody_would_guess_is_taken(String password) {
        assertThat(PasswordRules.problem(password, KNOWN)).isEmpty();
    }
}
