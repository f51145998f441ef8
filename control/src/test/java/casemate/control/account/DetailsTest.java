package casemate.control.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.control.web.Language;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.LinkedMultiValueMap;

class DetailsTest {
    @ParameterizedTest
    @CsvSource({
        "FR 40 303 265 045, FR, FR40303265045",
        "pl 526-000-12-46, PL, PL5260001246",
        "EL123456789, GR, EL123456789",
        "XI123456789, GB, XI123456789",
        "CHE-123.456.789 MWST, CH, CHE123456789MWST",
        "IE1234567WA, IE, IE1234567WA",
        "51 824 753 556, AU, 51824753556",
        "DE136695976, '', DE136695976"
    })
    void a_vat_number_is_kept_in_one_spelling(String typed, String country, String kept) {
        assertThat(Details.typed("", "", "", "", country, typed).vatNumber()).contains(kept);
    }

    @ParameterizedTest
    @CsvSource({"FR123, FR", "PL526000124, PL", "DE136695976, FR", "123456789, DE", "x, ''", "FR1234567890Z, ''"})
    void what_has_not_the_form_of_the_countrys_vat_numbers_is_refused(String typed, String country) {
        assertThatThrownBy(() -> Details.typed("", "", "", "", country, typed))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("vat-number");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Raiffeisen\u202ekna",
                "Zero\u200bwidth",
                "P\u0430yPal",
                "\u0391cme Ltd",
                "two\nlines",
                "Bcc: all@example.org\r\nSubject: x",
                "tag\udb40\udc41"
            })
    void a_company_that_could_be_taken_for_another_or_reach_a_header_is_refused(String typed) {
        assertThat(errors(Map.of("company", typed))).containsOnlyKeys("company");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Zażółć & Gęślą sp. z o.o.", "株式会社サンプル", "삼성 Electronics", "Ελληνική Εταιρεία", "1½ Street №5"})
    void what_people_write_in_their_own_language_is_taken(String typed) {
        assertThat(errors(Map.of("company", typed))).isEmpty();
    }

    @Test
    void an_address_may_be_in_two_scripts_but_hide_nothing() {
        assertThat(errors(Map.of("address", "ul. Długa 5, Київ"))).isEmpty();
        assertThat(errors(Map.of("address", "5 Street\u2066x\u2069"))).containsOnlyKeys("address");
        assertThat(errors(Map.of("address", "x".repeat(201)))).containsOnlyKeys("address");
    }

    @Test
    void a_country_is_one_of_the_list_whose_names_are_the_readers() {
        assertThat(errors(Map.of("country", "Atlantis"))).containsOnlyKeys("country");
        assertThat(errors(Map.of("country", "FR"))).isEmpty();
        assertThat(DetailsForm.countries(Language.PL))
                .containsEntry("DE", "Niemcy")
                .hasSizeGreaterThan(240);
    }

    @Test
    void what_was_decomposed_is_kept_composed() {
        assertThat(Details.typed("Cafe\u0301", "", "", "", "", "").company()).contains("Café");
    }

    private static Map<String, String> errors(Map<String, String> fields) {
        LinkedMultiValueMap<String, String> typed = new LinkedMultiValueMap<>();
        fields.forEach(typed::add);
        return DetailsForm.errors(typed);
    }
}
