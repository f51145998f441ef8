package casemate.wire;

import casemate.base.AddressRange;
import casemate.base.Json;
import casemate.base.Refusal;
import java.util.Arrays;
import java.util.Locale;

/// Strict reading of the members that every message has.
final class Fields {
    private Fields() {}

    static Json.Obj of(Json json) {
        if (json instanceof Json.Obj o) {
            return o;
        }
        throw Refusal.invalid("wire-malformed", "An object was expected in this message.");
    }

    static AddressRange range(Json json) {
        if (json instanceof Json.Text text) {
            return AddressRange.parse(text.value());
        }
        throw Refusal.invalid("wire-malformed", "An address range was expected in this message.");
    }

    static String text(Json json) {
        if (json instanceof Json.Text text) {
            return text.value();
        }
        throw Refusal.invalid("wire-malformed", "A text was expected in this message.");
    }

    static <E extends Enum<E>> E constant(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(c -> word(c).equals(name))
                .findFirst()
                .orElseThrow(
                        () -> Refusal.invalid("wire-malformed", "The word " + name + " is not one of this message."));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// Every message begins with its type, which holds its version: `edge-snapshot.v1`.
    static void type(Json.Obj o, String expected) {
        if (!o.text("type").equals(expected)) {
            throw Refusal.invalid(
                    "wire-version",
                    "A message of type " + expected + " was expected; are all programs of one release?");
        }
    }
}
