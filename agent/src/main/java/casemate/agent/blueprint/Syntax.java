package casemate.agent.blueprint;

import casemate.base.Json;
import casemate.base.Refusal;
import java.util.Locale;

/// How a value is written into a file, so that what a customer typed stays a value whatever it holds.
public enum Syntax {
    /// A whole PHP string literal, quotes included.
    PHP {
        @Override
        public String write(String value) {
            return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
        }
    },
    /// A whole JSON string, quotes included.
    JSON {
        @Override
        public String write(String value) {
            return Json.of(value).text();
        }
    },
    /// A field between colons on one line, as in DokuWiki's user file: `:`, `#` and `\` behind a backslash.
    COLON {
        @Override
        public String write(String value) {
            return plain(value).replaceAll("([:#\\\\])", "\\\\$1");
        }
    },
    /// Certificates as they stand, on many lines (RFC 7468): no other signs than theirs.
    PEM {
        @Override
        public String write(String value) {
            if (!value.chars().allMatch(c -> PEM_SIGNS.indexOf(c) >= 0)) {
                throw Refusal.invalid("setting-malformed", "Certificates hold other signs than PEM knows.");
            }
            return value;
        }
    },
    /// A value as it stands: nothing that ends a line.
    PLAIN {
        @Override
        public String write(String value) {
            return plain(value);
        }
    };

    private static final String PEM_SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=- \r\n";

    public abstract String write(String value);

    private static String plain(String value) {
        if (value.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw Refusal.invalid("setting-malformed", "A setting must be one line without control characters.");
        }
        return value;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
