package casemate.waf.body;

import casemate.waf.text.Bytes;
import java.util.Locale;

/// Finds the boundary in a `Content-Type` header, as strictly as ModSecurity does: what another reader of the header
/// could understand otherwise is refused or flagged.
final class MultipartBoundary {
    private static final String TYPE = "multipart/form-data";
    private static final String PARAMETER = "boundary";
    /// ModSecurity's bound; real headers have about a hundred bytes.
    private static final int LONGEST_HEADER = 1_024;
    /// Of RFC 2046, beside letters, digits and the space.
    private static final String SPECIAL = "'()+_,-./:=?";

    private static final String PREFIX = "Multipart parsing error: Multipart: Invalid boundary in C-T ";

    /// @param boundary without the two dashes; empty when `refusal` says something
    /// @param refusal why there is no boundary, or empty
    record Found(Bytes boundary, String refusal) {}

    private MultipartBoundary() {}

    static Found in(Bytes contentType, MultipartFlags flags) {
        String header = contentType.toLatin1();
        String lower = header.toLowerCase(Locale.ROOT);
        if (header.isEmpty()) {
            return refused("Multipart parsing error: Multipart: Content-Type header not available.");
        }
        if (header.length() > LONGEST_HEADER) {
            return refused(PREFIX + "(length).");
        }
        if (!lower.startsWith(TYPE)) {
            return refused("Multipart parsing error: Multipart: Invalid MIME type.");
        }
        int parameters = parameters(lower);
        if (parameters > 1) {
            return refused("Multipart parsing error: Multipart: Multiple boundary parameters in C-T.");
        }
        int parameter = header.indexOf(PARAMETER);
        if (parameter < 0) {
            return refused(
                    parameters > 0
                            ? PREFIX + "(case sensitivity)."
                            : "Multipart parsing error: Multipart: Boundary not found in C-T.");
        }
        return value(header, parameter, flags);
    }

    private static Found value(String header, int parameter, MultipartFlags flags) {
        int equals = header.indexOf('=', parameter);
        if (!onlyOneSemicolon(header, parameter, flags) || equals < 0) {
            return refused(PREFIX + "(malformed).");
        }
        for (int i = parameter + PARAMETER.length(); i < equals; i++) {
            if (!Cookies.isSpace(header.charAt(i))) {
                return refused(PREFIX + "(parameter name).");
            }
            flags.boundaryWhitespace = true;
        }
        String value = header.substring(equals + 1);
        flags.boundaryWhitespace |= !value.isEmpty() && Cookies.isSpace(value.charAt(0));
        boolean opened = value.startsWith("\"");
        boolean closed = value.length() > 1 && value.endsWith("\"");
        if (opened && closed) {
            value = value.substring(1, value.length() - 1);
            flags.boundaryQuoted = true;
        } else if (opened || closed) {
            return refused(PREFIX + "(quote).");
        }
        if (parameters(value.toLowerCase(Locale.ROOT)) > 0) {
            return refused(PREFIX + "(content).");
        }
        int semicolon = value.indexOf(';');
        if (semicolon >= 0) {
            // a parameter after the boundary, such as charset, is what some frameworks send
            value = value.substring(0, semicolon);
        }
        if (value.isEmpty()) {
            return refused(PREFIX + "(empty).");
        }
        return valid(value) ? new Found(Bytes.latin1(value), "") : refused(PREFIX + "(characters).");
    }

    /// Between the type and the parameter may be white space and a semicolon, nothing else.
    private static boolean onlyOneSemicolon(String header, int parameter, MultipartFlags flags) {
        boolean semicolon = false;
        for (int i = TYPE.length(); i < parameter; i++) {
            char c = header.charAt(i);
            if (Cookies.isSpace(c)) {
                continue;
            }
            if (c != ';' || semicolon) {
                return false;
            }
            semicolon = true;
        }
        flags.missingSemicolon = !semicolon;
        return true;
    }

    /// How often `boundary` stands before an equals sign.
    private static int parameters(String lower) {
        int lastEquals = lower.lastIndexOf('=');
        int count = 0;
        int at = lower.indexOf(PARAMETER);
        while (at >= 0 && at + PARAMETER.length() <= lastEquals) {
            count++;
            at = lower.indexOf(PARAMETER, at + PARAMETER.length());
        }
        return count;
    }

    private static boolean valid(String boundary) {
        for (int i = 0; i < boundary.length(); i++) {
            char c = boundary.charAt(i);
            boolean known = (c >= '0' && c <= '9')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || SPECIAL.indexOf(c) >= 0
                    || (c == ' ' && i + 1 < boundary.length());
            if (!known) {
                return false;
            }
        }
        return true;
    }

    private static Found refused(String why) {
        return new Found(Bytes.EMPTY, why);
    }
}
