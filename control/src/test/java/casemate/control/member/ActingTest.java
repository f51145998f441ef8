package casemate.control.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.base.UserId;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Membership;
import casemate.control.account.Memberships;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActingTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

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
    void a_person_of_two_customers_acts_for_the_one_that_they_choose_and_for_no_other() {
        Browser ann = joined("ann@example.org");
        joined("bob@example.org");
        joined("eve@example.org");
        Membership anns = only("ann@example.org");
        Membership bobs = only("bob@example.org");
        assertThat(ann.get("/account").says(anns.customer().value())).isTrue();
        assertThat(ann.get("/account").says("class=\"acting\"")).isFalse();

        memberships().add(anns.person(), bobs.customer(), Optional.of(Membership.OWNER));
        Browser.Answer page = ann.get("/account/acting");
        assertThat(page.body())
                .contains(anns.customer().value(), bobs.customer().value(), "class=\"acting\"");
        ann.post("/account/acting", Map.of("customer", bobs.customer().value()));
        assertThat(ann.get("/account").says(bobs.customer().value())).isTrue();
        Browser.Answer others = ann.post(
                "/account/acting",
                Map.of("customer", only("eve@example.org").customer().value()));
        Browser.Answer nobodys = ann.post("/account/acting", Map.of("customer", "cus_0" + "a".repeat(25)));
        assertThat(others.status()).isEqualTo(404);
        assertThat(nobodys.status()).isEqualTo(404);
        assertThat(ann.get("/account").says(bobs.customer().value())).isTrue();

        memberships().remove(anns.person(), bobs.customer());
        assertThat(ann.get("/account").path()).startsWith("/sign-in");
        Customers.signIn(ann, "ann@example.org", Customers.PASSWORD);
        assertThat(ann.get("/account").says(anns.customer().value())).isTrue();
    }

    @Test
    void the_last_owner_stays_and_who_belongs_to_nobody_any_more_is_forgotten() {
        joined("carl@example.org");
        Membership carl = only("carl@example.org");
        refused("last-owner", () -> memberships().remove(carl.person(), carl.customer()));
        refused("last-owner", () -> memberships().setRole(carl.person(), carl.customer(), Optional.of("member")));
        joined("dora@example.org");
        Membership dora = only("dora@example.org");
        memberships().add(dora.person(), carl.customer(), Optional.of(Membership.OWNER));
        refused("member-already", () -> memberships().add(dora.person(), carl.customer(), Optional.empty()));
        memberships().remove(carl.person(), carl.customer());
        assertThat(control.door(Accounts.class).person(carl.person())).isEmpty();
        Browser gone = control.browser("portal");
        assertThat(Customers.signIn(gone, "carl@example.org", Customers.PASSWORD)
                        .status())
                .isEqualTo(401);
        UserId nobody = new UserId("usr_0" + "a".repeat(25));
        refused("member-unknown", () -> memberships().remove(nobody, carl.customer()));
        refused("member-unknown", () -> memberships().remove(nobody, new CustomerId("cus_0" + "a".repeat(25))));
    }

    private static void refused(String code, Runnable act) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(code));
    }

    private Browser joined(String email) {
        Browser browser = control.browser("portal");
        Customers.join(control, browser, email);
        return browser;
    }

    private Membership only(String email) {
        UserId person = control.door(Accounts.class)
                .find(Kind.CUSTOMER, new Email(email))
                .orElseThrow()
                .id();
        return memberships().of(person).getFirst();
    }

    private Memberships memberships() {
        return control.door(Memberships.class);
    }
}
