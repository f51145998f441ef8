package casemate.control.invoice;

import casemate.base.Json;
import casemate.base.Refusal;

/// One thing that was sold.
///
/// @param unit its price before taxes, in the currency's smallest coin: a line is exact, and nothing is rounded in it
public record Line(String text, long quantity, long unit) {
    static final int MAX_CHARS = 200;
    static final long MAX_QUANTITY = 100_000;
    /// Ten million of whatever: a slip of the finger ends here, and no sum of lines overflows.
    static final long MAX_UNIT = 1_000_000_000;

    public Line {
        if (text.isBlank() || text.length() > MAX_CHARS || text.chars().anyMatch(Character::isISOControl)) {
            throw Refusal.invalid("invoice-line-text", "A line says in 1 to " + MAX_CHARS + " characters what it is.");
        }
        if (quantity < 1 || quantity > MAX_QUANTITY || unit < 0 || unit > MAX_UNIT) {
            throw Refusal.invalid("invoice-line-amount", "A line has a quantity of 1 to 100,000 and a price.");
        }
    }

    public long net() {
        return Math.multiplyExact(quantity, unit);
    }

    Json.Obj json() {
        return Json.object()
                .put("text", text)
                .put("quantity", quantity)
                .put("unit", unit)
                .build();
    }

    static Line read(Json json) {
        Json.Obj line = (Json.Obj) json;
        return new Line(line.text("text"), line.integer("quantity"), line.integer("unit"));
    }
}
