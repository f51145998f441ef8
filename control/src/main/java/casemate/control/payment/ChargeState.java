package casemate.control.payment;

import java.util.Arrays;
import java.util.Locale;

/// How far the payment of an invoice is.
public enum ChargeState {
    /// To be asked for, as soon as there is a means of payment.
    WANTED,
    /// The provider is being asked.
    ACTING,
    PROCESSING,
    PAID,
    FAILED,
    /// The bank wants the customer in person.
    WANTS_CUSTOMER,
    /// The invoice was taken back.
    TAKEN_BACK;

    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether money is owed.
    public boolean open() {
        return this != PAID && this != TAKEN_BACK;
    }

    static ChargeState parse(String code) {
        return Arrays.stream(values())
                .filter(s -> s.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no such state: " + code));
    }
}
