package casemate.control.invoice;

import casemate.base.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/// The VAT of a document, and why: one for all its lines.
///
/// @param country whose VAT it is; the seller's where none is charged
/// @param basisPoints hundredths of a per cent
public record Tax(Reason reason, String country, int basisPoints) {
    /// Why this VAT and no other. The letters are those of EN 16931 (UNCL 5305).
    public enum Reason {
        /// Seller and buyer are in one member state.
        DOMESTIC("S"),
        /// A consumer in another member state, declared there by the one-stop shop.
        ONE_STOP("S"),
        /// A consumer in another member state, below the Union's threshold: the seller's own country.
        BELOW_THRESHOLD("S"),
        /// A business in another member state, which owes the VAT itself.
        REVERSE_CHARGE("AE"),
        /// The buyer is outside the Union.
        OUTSIDE("O"),
        /// The seller is not registered for VAT.
        NOT_REGISTERED("O");

        private final String category;

        Reason(String category) {
            this.category = category;
        }

        String category() {
            return category;
        }

        /// For words: `reverse-charge`.
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final int WHOLE = 10_000;

    /// Half a coin goes up, as EN 16931 has it (BR-CO-17). Of the total: lines are not rounded.
    long on(long net) {
        return BigDecimal.valueOf(net)
                .multiply(BigDecimal.valueOf(basisPoints))
                .divide(BigDecimal.valueOf(WHOLE), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    BigDecimal percent() {
        return BigDecimal.valueOf(basisPoints, 2);
    }

    Json.Obj json() {
        return Json.object()
                .put("reason", reason.code())
                .put("country", country)
                .put("basis_points", basisPoints)
                .build();
    }

    static Tax read(Json.Obj json) {
        return new Tax(
                Reason.valueOf(json.text("reason").toUpperCase(Locale.ROOT).replace('-', '_')),
                json.text("country"),
                Math.toIntExact(json.integer("basis_points")));
    }
}
