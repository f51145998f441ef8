package casemate.waf.modsecurity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// JSON as those cases are written: headers come twice, commas trail, escapes are made up. An object is a list of
/// members, an array a list of values, everything else its text.
final class LooseJson {
    record Member(String name, Object value) {}

    private final String text;
    private int at;

    private LooseJson(String text) {
        this.text = text;
    }

    static Object parse(String text) {
        LooseJson json = new LooseJson(text);
        return json.value();
    }

    /// The last value of each name.
    static Map<String, Object> members(Object object) {
        Map<String, Object> members = new LinkedHashMap<>();
        list(object).forEach(m -> {
            if (m instanceof Member member) {
                members.put(member.name(), member.value());
            }
        });
        return members;
    }

    static List<?> list(Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    /// An array of lines, each ended, or a single text.
    static String lines(Object value) {
        return value instanceof List<?> list
                ? list.stream().map(line -> line + "\n").collect(Collectors.joining())
                : String.valueOf(value);
    }

    private Object value() {
        space();
        return switch (text.charAt(at)) {
            case '{' -> sequence('}');
            case '[' -> sequence(']');
            case '"' -> string();
            default -> word();
        };
    }

    private List<Object> sequence(char end) {
        List<Object> all = new ArrayList<>();
        at++;
        for (space(); text.charAt(at) != end; space()) {
            if (text.charAt(at) == ',') {
                at++;
            } else if (end == '}') {
                String name = string();
                space();
                at++; // the colon
                all.add(new Member(name, value()));
            } else {
                all.add(value());
            }
        }
        at++;
        return all;
    }

    private String string() {
        StringBuilder out = new StringBuilder();
        for (at++; text.charAt(at) != '"'; at++) {
            char c = text.charAt(at);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            c = text.charAt(++at);
            switch (c) {
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'u' -> {
                    out.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
                    at += 4;
                }
                default -> out.append(c);
            }
        }
        at++;
        return out.toString();
    }

    private String word() {
        int from = at;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }
}
