package casemate.control.offer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Actor;
import casemate.base.Refusal;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Email;
import casemate.control.web.Language;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OffersTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final Actor TEST = new Actor.Program("test");
    private TestControl control;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory);
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void a_fresh_platform_has_one_offer_of_each_kind_and_a_trial_to_begin_with() {
        assertThat(offers().all()).extracting(Offer::kind).contains(OfferKind.values());
        assertThat(offers().trial().orElseThrow().trialDays()).isEqualTo(30);
    }

    @Test
    void a_change_makes_another_version_and_who_signed_the_first_keeps_it() {
        Offer first = offers().get("standard");
        Offer second = offers().put(dearer(first, "59.90"), TEST);
        assertThat(second.version()).isEqualTo(first.version() + 1);
        assertThat(offers().get("standard").price().amount()).isEqualTo("59.90");
        assertThat(offers().version("standard", first.version()).price()).isEqualTo(first.price());
        refused(() -> offers().put(dearer(first, "69"), TEST), "offer-changed");
        assertThatThrownBy(() -> JdbcClient.create(control.runtime())
                        .sql("UPDATE offer.version SET price_minor = 1 WHERE name = 'standard'")
                        .update())
                .hasStackTraceContaining("permission denied");
    }

    @Test
    void what_no_offer_can_be_is_refused() {
        refused(() -> Price.typed("4.999", "EUR", "month"), "offer-price");
        refused(() -> Price.typed("-1", "EUR", "month"), "offer-price");
        refused(() -> Price.typed("1", "EUX", "month"), "offer-currency");
        refused(() -> Price.typed("1", "EUR", "week"), "offer-term");
        refused(() -> Allowance.ofMebibytes(Long.MAX_VALUE, 1), "offer-limits");
        refused(() -> dearer(offers().get("standard"), "0"), "offer-price-kind");
        refused(() -> dearer(offers().get("free"), "1"), "offer-price-kind");
        assertThat(Price.typed("1000", "JPY", "year").minor()).isEqualTo(1_000);
        assertThat(Price.typed("49,9", "EUR", "month").said(Language.EN)).isEqualTo("€49.90");
    }

    @Test
    void an_operator_changes_an_offer_and_takes_it_off_sale_on_the_pages() {
        control.door(Accounts.class)
                .createOperator(
                        Email.parse("op@example.org"), casemate.base.Secret.of(Customers.PASSWORD), Language.EN, TEST);
        Browser console = control.browser("console");
        Customers.getIn(control, console, "op@example.org", Customers.PASSWORD);
        assertThat(console.get("/offers").body()).contains("/offers/private", "€490.00 a month");
        Offer offer = offers().get("private");
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "name", "private",
                "version", String.valueOf(offer.version()),
                "kind", "private",
                "title-en", "Fortress",
                "price", "500",
                "currency", "EUR",
                "term", "month",
                "memory", "1024",
                "users", "10"));
        form.put("trial-days", "0");
        console.get("/offers/private/change");
        assertThat(console.post("/offers", form).says("Fortress")).isTrue();
        Browser.Answer again = console.post("/offers", form);
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.says("Somebody has changed this offer meanwhile")).isTrue();
        console.post("/offers/private/withdraw", Map.of());
        assertThat(offers().onSale()).extracting(Offer::name).doesNotContain("private");
        assertThat(Customers.column(control, "SELECT action FROM audit.event")).contains("offer.put", "offer.withdraw");
    }

    private Offers offers() {
        return control.door(Offers.class);
    }

    private static Offer dearer(Offer offer, String price) {
        return new Offer(
                offer.name(),
                offer.version() + 1,
                offer.kind(),
                offer.titles(),
                Price.typed(price, "EUR", "month"),
                offer.allowance(),
                offer.trialDays(),
                new TreeSet<>(),
                offer.boundAs(),
                true,
                offer.since());
    }

    private static void refused(ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(code));
    }
}
