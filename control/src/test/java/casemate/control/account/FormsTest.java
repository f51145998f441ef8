package casemate.control.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.LinkedMultiValueMap;

class FormsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "name",
                "@example.org",
                "name@",
                "name@example",
                "na me@example.org",
                "name@example..org",
                "name@-example.org",
                "name@example.org\nBcc: all@example.org",
                "<name@example.org>",
                "name@example.org,other@example.org"
            })
    void what_is_no_address_is_refused(String typed) {
        assertThatThrownBy(() -> Email.parse(typed)).isInstanceOf(Refusal.class);
    }

    @Test
    void one_person_has_one_spelling() {
        assertThat(Email.parse("  Anna.Nowak+wiki@Example.ORG ")).isEqualTo(new Email("anna.nowak+wiki@example.org"));
    }

    @Test
    void every_wrong_field_is_named_at_once() {
        SignUpForm form = SignUpForm.read(typed(
                Map.of("email", "canary@drill.invalid", "password", "aaaaaaaaaaaaaaaa", "company", "x".repeat(201))));
        assertThat(form.errors())
                .containsEntry("email", "account.error.email")
                .containsEntry("password", "account.error.password-easy")
                .containsEntry("company", "account.error.detail")
                .hasSize(3);
    }

    @Test
    void blank_details_are_untold() {
        SignUpForm form = SignUpForm.read(
                typed(Map.of("email", "a@example.org", "password", "four words in a row", "company", "   ")));
        assertThat(form.fine()).isTrue();
        assertThat(form.details()).isEqualTo(Details.none());
    }

    private static LinkedMultiValueMap<String, String> typed(Map<String, String> fields) {
        LinkedMultiValueMap<String, String> typed = new LinkedMultiValueMap<>();
        fields.forEach(typed::add);
        return typed;
    }
}
