package casemate.control.testpayment;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// What somebody asks of the test provider.
///
/// @param fields of the query or the form, their names with brackets as Stripe writes them
/// @param key what makes asking twice the same as asking once; empty for none
record Call(String method, String path, Map<String, String> fields, String key) {
    Call {
        fields = Map.copyOf(fields);
    }

    /// @throws Problem for what is no form
    static Map<String, String> read(String encoded) {
        Map<String, String> fields = new LinkedHashMap<>();
        try {
            for (String pair : encoded.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    fields.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
                }
            }
        } catch (IllegalArgumentException _) {
            throw new Problem(Problem.BAD, "invalid_request_error", "form_invalid");
        }
        return fields;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    /// @throws Problem when it is missing
    String needed(String name) {
        String value = field(name);
        if (value.isBlank()) {
            throw new Problem(Problem.BAD, "invalid_request_error", "parameter_missing");
        }
        return value;
    }

    long whole(String name) {
        String value = needed(name);
        if (!value.matches("[0-9]{1,12}")) {
            throw new Problem(Problem.BAD, "invalid_request_error", "parameter_invalid_integer");
        }
        return Long.parseLong(value);
    }

    /// What stands under `metadata[…]`.
    Map<String, String> metadata(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (name.startsWith(prefix + "[") && name.endsWith("]")) {
                found.put(name.substring(prefix.length() + 1, name.length() - 1), value);
            }
        });
        return found;
    }
}
