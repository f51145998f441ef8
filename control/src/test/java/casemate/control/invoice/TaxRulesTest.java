package casemate.control.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.control.account.VatRegister.Word;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class TaxRulesTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);

    private final TaxRules rules = new TaxRules(new Union());

    @Test
    void whoever_is_in_the_sellers_country_pays_its_vat_also_with_a_number() {
        Tax tax = of(Papers.entity(true, false), "FR", "FR40303265045", Word.KNOWN);
        assertThat(tax).isEqualTo(new Tax(Tax.Reason.DOMESTIC, "FR", 2000));
        assertThat(of(Papers.entity(true, false), "MC", "", Word.SILENT).reason())
                .as("Monaco is taxed as France")
                .isEqualTo(Tax.Reason.DOMESTIC);
    }

    @Test
    void a_business_in_another_member_state_owes_the_vat_itself_if_its_number_is_in_force() {
        LegalEntity strict = Papers.entity(true, false);
        assertThat(of(strict, "DE", "DE136695976", Word.KNOWN)).isEqualTo(new Tax(Tax.Reason.REVERSE_CHARGE, "FR", 0));
        assertThat(of(strict, "GR", "EL094014201", Word.KNOWN).reason()).isEqualTo(Tax.Reason.REVERSE_CHARGE);
        assertThat(of(strict, "DE", "DE136695976", Word.UNKNOWN)).isEqualTo(new Tax(Tax.Reason.ONE_STOP, "DE", 1900));
        assertThat(of(strict, "DE", "PL5260250995", Word.KNOWN).reason())
                .as("another country's number")
                .isEqualTo(Tax.Reason.ONE_STOP);
    }

    @Test
    void a_number_without_a_word_of_the_register_waits_unless_the_operator_said_otherwise() {
        assertThatThrownBy(() -> of(Papers.entity(true, false), "DE", "DE136695976", Word.SILENT))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("invoice-vat-unconfirmed"));
        assertThat(of(Papers.entity(true, true), "DE", "DE136695976", Word.SILENT)
                        .reason())
                .isEqualTo(Tax.Reason.REVERSE_CHARGE);
    }

    @Test
    void a_consumer_in_another_member_state_pays_its_vat_by_the_one_stop_shop_or_the_sellers_below_the_threshold() {
        assertThat(of(Papers.entity(true, false), "HU", "", Word.SILENT))
                .isEqualTo(new Tax(Tax.Reason.ONE_STOP, "HU", 2700));
        assertThat(of(Papers.entity(false, false), "HU", "", Word.SILENT))
                .isEqualTo(new Tax(Tax.Reason.BELOW_THRESHOLD, "FR", 2000));
    }

    @Test
    void nobody_outside_the_union_pays_vat_and_no_seller_outside_of_it_charges_any() {
        assertThat(of(Papers.entity(true, false), "US", "", Word.SILENT).reason())
                .isEqualTo(Tax.Reason.OUTSIDE);
        assertThat(of(Papers.entity(true, false), "GB", "GB123456789", Word.SILENT)
                        .reason())
                .isEqualTo(Tax.Reason.OUTSIDE);
        assertThat(rules.of(Papers.unregistered(), Papers.buyer("FR", ""), DAY, _ -> Word.SILENT)
                        .reason())
                .isEqualTo(Tax.Reason.NOT_REGISTERED);
    }

    @Test
    void the_rate_is_that_of_the_day() {
        Union union = new Union();
        assertThat(union.rate("EE", LocalDate.of(2025, 6, 30))).isEqualTo(2200);
        assertThat(union.rate("EE", LocalDate.of(2025, 7, 1))).isEqualTo(2400);
        assertThat(union.rate("FI", DAY)).isEqualTo(2550);
        assertThatThrownBy(() -> union.rate("FR", LocalDate.of(2015, 12, 31))).isInstanceOf(Refusal.class);
    }

    @Test
    void half_a_coin_goes_up_and_only_the_total_is_rounded() {
        Tax tax = new Tax(Tax.Reason.DOMESTIC, "FI", 2550);
        assertThat(tax.on(10)).isEqualTo(3);
        assertThat(tax.on(2)).isEqualTo(1);
        assertThat(tax.on(1)).isZero();
        // Three lines of 0.33: 0.25245, not three times 0.08.
        assertThat(tax.on(3 * 33)).isEqualTo(25);
    }

    @Test
    void account_numbers_are_checked_by_their_digits() {
        assertThat(Iban.sound("FR7630006000011234567890189")).isTrue();
        assertThat(Iban.sound("FR7630006000011234567890188")).isFalse();
        assertThat(Iban.sound("")).isFalse();
    }

    private Tax of(LegalEntity entity, String country, String number, Word word) {
        return rules.of(entity, Papers.buyer(country, number), DAY, _ -> word);
    }
}
