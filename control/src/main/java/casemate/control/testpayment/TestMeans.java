package casemate.control.testpayment;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The numbers that the test provider takes, and what becomes of them: those that Stripe documents for its test mode.
/// Any other number is refused unread, so that nobody's real card is ever taken here. Numbers are compared and
/// dropped; only the last four digits are kept.
public enum TestMeans {
    GOOD("4242424242424242", "visa"),
    MASTERCARD("5555555555554444", "mastercard"),
    /// Refused while it is typed in.
    DECLINED("4000000000000002", "visa"),
    /// Taken, and every charge fails.
    FAILS_LATER("4000000000000341", "visa"),
    /// Wants a confirmation when it is typed in, and none afterwards.
    CONFIRMED_ONCE("4000002500003155", "visa"),
    /// Wants a confirmation each time.
    CONFIRMED_ALWAYS("4000002760003184", "visa"),
    /// Paid, and disputed at once.
    DISPUTED("4000000000000259", "visa"),
    SEPA_GOOD("DE89370400440532013000", "sepa"),
    SEPA_FAILS("DE62370400440532013001", "sepa");

    private static final String SEPA = "sepa";
    private static final int LAST = 4;

    private final String number;
    private final String brand;

    TestMeans(String number, String brand) {
        this.number = number;
        this.brand = brand;
    }

    static Optional<TestMeans> of(String typed) {
        String bare = typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        return Arrays.stream(values()).filter(m -> m.number.equals(bare)).findFirst();
    }

    public String number() {
        return number;
    }

    String brand() {
        return brand;
    }

    boolean sepa() {
        return brand.equals(SEPA);
    }

    String last4() {
        return number.substring(number.length() - LAST);
    }

    boolean asksWhenTyped() {
        return this == CONFIRMED_ONCE || this == CONFIRMED_ALWAYS;
    }
}
