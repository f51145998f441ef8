package casemate.control.payment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardNumberRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "4242424242424242",
                "my card is 4242 4242 4242 4242, until 12/29",
                "5555-5555-5555-4444",
                "378282246310005",
                "x6011111111111117y",
                "12 4242424242424242"
            })
    void numbers_of_cards_are_found_as_people_write_them(String text) {
        assertThat(CardNumberRules.foundIn(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4242424242424243",
                "+33 1 23 45 67 89",
                "RCS Paris 123 456 789",
                "424242424242424242424242",
                "1234567812345670",
                "192.0.2.0/24",
                "2026-11-22T12:00:00Z"
            })
    void other_numbers_are_not(String text) {
        assertThat(CardNumberRules.foundIn(text)).isFalse();
    }
}
