package casemate.control.payment;

import casemate.base.CustomerId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A customer's wish for another paid plan, and all that was found when it was confirmed.
///
/// @param on the first day of the new plan
/// @param invoice for the rest of the period; empty for a change at the period's end
/// @param rest what goes back of the old plan when the new one is taken
/// @param renewal as the change leaves it
record PlanChange(
        String id,
        CustomerId customer,
        Version from,
        Version to,
        State state,
        LocalDate on,
        Optional<String> invoice,
        Optional<Rest> rest,
        Renewal renewal,
        Instant made) {
    /// An offer as it was signed.
    record Version(String offer, int version) {}

    /// The rest of a period that was paid.
    ///
    /// @param invoice of that period
    /// @param net before taxes, in the currency's smallest coin
    /// @param text of the credit note's line
    record Rest(String invoice, long net, String text) {}

    /// How far a change is.
    enum State {
        /// At once, as soon as it is paid.
        CHARGING,
        /// For the period's end.
        WAITING,
        TAKEN,
        /// Not paid, withdrawn, or not fitting any more.
        GIVEN_UP;

        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static State parse(String code) {
            return Arrays.stream(values())
                    .filter(s -> s.code().equals(code))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no such state: " + code));
        }
    }

    boolean waiting() {
        return state == State.WAITING;
    }

    String cause() {
        return "change/" + id;
    }
}
