package casemate.base;

import java.math.BigDecimal;
import java.util.TreeMap;

/// The JSON Canonicalization Scheme (RFC 8785): keys in UTF-16 order, no blanks, ECMAScript's numbers, the shortest
/// escapes.
final class CanonicalJson {
    private CanonicalJson() {}

    static void write(Json value, StringBuilder out) {
        switch (value) {
            case Json.Obj o -> object(o, out);
            case Json.Arr a -> array(a, out);
            case Json.Text t -> string(t.value(), out);
            case Json.Num n -> out.append(number(n.value()));
            case Json.Bool b -> out.append(b.value());
            case Json.Nil _ -> out.append("null");
        }
    }

    private static void object(Json.Obj o, StringBuilder out) {
        out.append('{');
        String comma = "";
        // String.compareTo compares UTF-16 code units, as section 3.2.3 asks.
        for (var member : new TreeMap<>(o.members()).entrySet()) {
            out.append(comma);
            string(member.getKey(), out);
            out.append(':');
            write(member.getValue(), out);
            comma = ",";
        }
        out.append('}');
    }

    private static void array(Json.Arr a, StringBuilder out) {
        out.append('[');
        String comma = "";
        for (Json element : a.elements()) {
            out.append(comma);
            write(element, out);
            comma = ",";
        }
        out.append(']');
    }

    /// Runs of characters that stand for themselves, which is nearly all there is, are copied whole.
    private static void string(String value, StringBuilder out) {
        out.append('"');
        int copied = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                out.append(value, copied, i).append(escaped(c));
                copied = i + 1;
            }
        }
        if (copied == 0) {
            out.append(value);
        } else {
            out.append(value, copied, value.length());
        }
        out.append('"');
    }

    private static String escaped(char c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format("\\u%04x", (int) c);
        };
    }

    /// ECMAScript's Number::toString (ECMA-262, 6.1.6.1.20).
    static String number(double value) {
        if (value == 0) {
            return "0";
        }
        if (value == Math.rint(value) && Math.abs(value) <= Json.Num.MAX_EXACT) {
            return Long.toString((long) value);
        }
        BigDecimal shortest = shortest(Math.abs(value));
        String digits = shortest.unscaledValue().toString();
        int k = digits.length();
        int n = k - shortest.scale();
        String sign = value < 0 ? "-" : "";
        if (k <= n && n <= 21) {
            return sign + digits + "0".repeat(n - k);
        }
        if (0 < n && n <= 21) {
            return sign + digits.substring(0, n) + "." + digits.substring(n);
        }
        if (-6 < n && n <= 0) {
            return sign + "0." + "0".repeat(-n) + digits;
        }
        String exponent = (n > 0 ? "e+" : "e-") + Math.abs(n - 1);
        return sign + digits.charAt(0) + (k == 1 ? "" : "." + digits.substring(1)) + exponent;
    }

    /// Double.toString gives the shortest digits, but never fewer than two; one may do.
    private static BigDecimal shortest(double positive) {
        BigDecimal two = new BigDecimal(Double.toString(positive)).stripTrailingZeros();
        if (two.precision() == 2) {
            BigDecimal one = two.round(new java.math.MathContext(1)).stripTrailingZeros();
            return one.doubleValue() == positive ? one : two;
        }
        return two;
    }
}
