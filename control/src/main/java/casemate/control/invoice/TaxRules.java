package casemate.control.invoice;

import casemate.base.Refusal;
import casemate.control.account.VatRegister.Word;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;

/// Which VAT a service sold at a distance carries; docs/design/billing.md says it in words, with what it leaves out.
final class TaxRules {
    private final Union union;

    TaxRules(Union union) {
        this.union = union;
    }

    /// @param register asked only where its word decides
    /// @throws Refusal `invoice-vat-unconfirmed` while the register gives no word on a number that would
    ///     spare the buyer the tax
    Tax of(LegalEntity entity, Buyer buyer, LocalDate day, Function<String, Word> register) {
        String home = Union.territory(entity.seller().country());
        String there = Union.territory(buyer.country());
        if (entity.seller().vatNumber().isEmpty() || !union.has(home)) {
            return new Tax(Tax.Reason.NOT_REGISTERED, home, 0);
        }
        if (there.equals(home)) {
            return new Tax(Tax.Reason.DOMESTIC, home, union.rate(home, day));
        }
        if (!union.has(there)) {
            return new Tax(Tax.Reason.OUTSIDE, home, 0);
        }
        if (business(entity, buyer, there, register)) {
            return new Tax(Tax.Reason.REVERSE_CHARGE, home, 0);
        }
        return entity.oneStop()
                ? new Tax(Tax.Reason.ONE_STOP, there, union.rate(there, day))
                : new Tax(Tax.Reason.BELOW_THRESHOLD, home, union.rate(home, day));
    }

    /// A number of the buyer's own country that the register knows. One that is in force nowhere makes a consumer.
    private static boolean business(LegalEntity entity, Buyer buyer, String there, Function<String, Word> register) {
        Optional<String> number = buyer.vatNumber()
                .filter(v -> Union.territory(Union.countryOf(v)).equals(there));
        return number.isPresent()
                && switch (register.apply(number.get())) {
                    case KNOWN -> true;
                    case UNKNOWN -> false;
                    case SILENT -> {
                        if (!entity.trusting()) {
                            throw Refusal.conflict(
                                    "invoice-vat-unconfirmed",
                                    "The VAT register gives no word on the customer's number now; try again later.");
                        }
                        yield true;
                    }
                };
    }
}
