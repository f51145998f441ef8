package casemate.control.invoice;

import casemate.base.Json;
import casemate.base.Refusal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// What a document says beyond its amounts: laid down sealed, and never made again from anything else.
///
/// @param from first day of what was sold
/// @param until its last day
/// @param credits number of the invoice that is taken back
public record Content(
        Seller seller,
        Buyer buyer,
        List<Line> lines,
        LocalDate from,
        LocalDate until,
        Tax tax,
        Optional<String> credits) {
    /// Four pages; more would be a list, not an invoice.
    static final int MAX_LINES = 100;

    static final int MAX_BYTES = 256 << 10;

    public Content {
        lines = List.copyOf(lines);
        if (lines.isEmpty() || lines.size() > MAX_LINES) {
            throw Refusal.invalid("invoice-lines", "An invoice has 1 to " + MAX_LINES + " lines.");
        }
        if (until.isBefore(from)) {
            throw Refusal.invalid("invoice-period", "The period ends before it begins.");
        }
    }

    long net() {
        return lines.stream().mapToLong(Line::net).reduce(0, Math::addExact);
    }

    byte[] bytes() {
        return Json.object()
                .put("seller", seller.json())
                .put("buyer", buyer.json())
                .put("lines", new Json.Arr(lines.stream().<Json>map(Line::json).toList()))
                .put("from", from.toString())
                .put("until", until.toString())
                .put("tax", tax.json())
                .put("credits", credits.orElse(""))
                .build()
                .canonical();
    }

    static Content read(byte[] bytes) {
        Json.Obj json = Json.parseObject(bytes, MAX_BYTES);
        return new Content(
                Seller.read(json.obj("seller")),
                Buyer.read(json.obj("buyer")),
                json.list("lines", Line::read),
                LocalDate.parse(json.text("from")),
                LocalDate.parse(json.text("until")),
                Tax.read(json.obj("tax")),
                Seller.told(json.text("credits")));
    }
}
