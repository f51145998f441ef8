package casemate.waf.state;

import casemate.base.Refusal;
import casemate.waf.seclang.Place;
import casemate.waf.seclang.Variable;
import casemate.waf.text.Bytes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A text of the rules in which `%{NAME}` stands for the first value of a variable: `%{MATCHED_VAR}`, `%{tx.score}`,
/// `%{REQUEST_HEADERS:Host}`, `%{ARGS:/^id_/}`. A variable without a value stands for nothing. `\%{` is no macro. As in
/// ModSecurity, a text may end in `%{NAME}%`, which means the same as `%{NAME}`.
public final class Macro {
    /// No expansion is longer: a value that rules doubled again and again is cut here. Longer than any header and most
    /// arguments.
    public static final int MOST_BYTES = 1 << 20;

    private static final String OPEN = "%{";

    /// Variables of which a macro may name a member.
    private static final Set<Variable> WITH_MEMBERS = EnumSet.of(
            Variable.ARGS,
            Variable.ARGS_GET,
            Variable.ARGS_GET_NAMES,
            Variable.ARGS_NAMES,
            Variable.ARGS_POST,
            Variable.ARGS_POST_NAMES,
            Variable.ENV,
            Variable.FILES,
            Variable.FILES_NAMES,
            Variable.FILES_SIZES,
            Variable.FILES_TMP_CONTENT,
            Variable.FILES_TMPNAMES,
            Variable.GLOBAL,
            Variable.IP,
            Variable.MATCHED_VARS,
            Variable.MATCHED_VARS_NAMES,
            Variable.MULTIPART_FILENAME,
            Variable.MULTIPART_NAME,
            Variable.MULTIPART_PART_HEADERS,
            Variable.REQUEST_COOKIES,
            Variable.REQUEST_COOKIES_NAMES,
            Variable.REQUEST_HEADERS,
            Variable.REQUEST_HEADERS_NAMES,
            Variable.RESOURCE,
            Variable.RESPONSE_HEADERS,
            Variable.RESPONSE_HEADERS_NAMES,
            Variable.RULE,
            Variable.SESSION,
            Variable.TX,
            Variable.USER,
            Variable.XML);

    /// What a macro can know of the rule that runs.
    private static final Set<String> OF_A_RULE = Set.of("id", "rev", "severity", "logdata", "msg");

    private final List<Part> parts;
    private final @Nullable Bytes constant;

    private Macro(List<Part> parts) {
        this.parts = List.copyOf(parts);
        this.constant = switch (this.parts.size()) {
            case 0 -> Bytes.EMPTY;
            case 1 -> this.parts.getFirst() instanceof Part.Text(Bytes text) ? text : null;
            default -> null;
        };
    }

    /// @param text one character per byte
    /// @param place of the text, for the refusal
    /// @throws Refusal `macro-malformed`
    public static Macro compile(String text, Place place) {
        List<Part> parts = new ArrayList<>();
        int done = 0;
        for (int open = next(text, 0); open >= 0; open = next(text, done)) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                throw refused(place, text.substring(open), "has no closing }; write \\%{ to mean the characters");
            }
            if (open > done) {
                parts.add(new Part.Text(Bytes.latin1(text.substring(done, open))));
            }
            parts.add(part(text.substring(open + OPEN.length(), close), place));
            done = close + 1;
        }
        boolean closing = done > 0 && text.substring(done).equals("%");
        if (done < text.length() && !closing) {
            parts.add(new Part.Text(Bytes.latin1(text.substring(done))));
        }
        return new Macro(parts);
    }

    /// Whether it holds no macro, so that it expands to the same bytes always.
    public boolean isConstant() {
        return constant != null;
    }

    /// The same object each time for a constant, and the variable's own bytes when it is nothing but one macro.
    public Bytes expand(Scope scope) {
        if (constant != null) {
            return constant;
        }
        if (parts.size() == 1) {
            Bytes value = value(parts.getFirst(), scope);
            return value.length() <= MOST_BYTES ? value : value.slice(0, MOST_BYTES);
        }
        return joined(scope);
    }

    /// The expansion read as a whole number; without a detour over its text where a collection holds a number.
    long number(Scope scope) {
        if (parts.size() == 1
                && parts.getFirst() instanceof Part.Value(Variable variable, String key)
                && Collections.holds(variable)) {
            Collection collection = scope.collections().of(variable);
            return collection == null ? 0 : collection.number(key);
        }
        return Numbers.parse(expand(scope));
    }

    private Bytes joined(Scope scope) {
        Bytes[] values = new Bytes[parts.size()];
        int length = 0;
        for (int i = 0; i < values.length; i++) {
            Bytes value = value(parts.get(i), scope);
            values[i] = value.slice(0, Math.min(value.length(), MOST_BYTES - length));
            length += values[i].length();
        }
        byte[] all = new byte[length];
        int at = 0;
        for (Bytes value : values) {
            System.arraycopy(value.array(), value.from(), all, at, value.length());
            at += value.length();
        }
        return Bytes.of(all);
    }

    private static Bytes value(Part part, Scope scope) {
        Bytes value = switch (part) {
            case Part.Text(Bytes text) -> text;
            case Part.Value(Variable variable, String key)
            when Collections.holds(variable) -> member(scope.collections().of(variable), key);
            case Part.Value(Variable variable, String key) -> scope.first(variable, key);
            case Part.Matching(Variable variable, String pattern) -> scope.firstMatching(variable, pattern);
        };
        return value == null ? Bytes.EMPTY : value;
    }

    private static @Nullable Bytes member(@Nullable Collection collection, String key) {
        if (collection == null || !key.isEmpty()) {
            return collection == null ? null : collection.get(key);
        }
        Bytes[] first = new Bytes[1];
        collection.forEach((_, value) -> first[0] = first[0] == null ? value : first[0]);
        return first[0];
    }

    /// The next `%{` without a backslash before it.
    private static int next(String text, int from) {
        int open = text.indexOf(OPEN, from);
        while (open > 0 && text.charAt(open - 1) == '\\') {
            open = text.indexOf(OPEN, open + 1);
        }
        return open;
    }

    private static Part part(String inside, Place place) {
        int separator = separator(inside);
        String name = separator < 0 ? inside : inside.substring(0, separator);
        String key = separator < 0 ? "" : inside.substring(separator + 1);
        Variable variable =
                Variable.named(name).orElseThrow(() -> refused(place, OPEN + inside + "}", "names no variable"));
        if (separator >= 0 && !WITH_MEMBERS.contains(variable)) {
            throw refused(place, OPEN + inside + "}", "asks for a member, but " + variable + " has none");
        }
        if (separator >= 0 && key.isEmpty()) {
            throw refused(place, OPEN + inside + "}", "names no member after " + name);
        }
        if (variable == Variable.RULE && !OF_A_RULE.contains(key.toLowerCase(Locale.ROOT))) {
            throw refused(place, OPEN + inside + "}", "must be rule.id, .rev, .severity, .logdata or .msg");
        }
        if (key.length() > 2 && key.startsWith("/") && key.endsWith("/") && variable != Variable.XML) {
            return new Part.Matching(variable, key.substring(1, key.length() - 1));
        }
        return new Part.Value(variable, Collections.holds(variable) ? Names.lower(key) : key);
    }

    private static int separator(String inside) {
        for (int i = 0; i < inside.length(); i++) {
            if (inside.charAt(i) == '.' || inside.charAt(i) == ':') {
                return i;
            }
        }
        return -1;
    }

    static Refusal refused(Place place, String what, String why) {
        return Refusal.invalid("macro-malformed", place + ": the macro " + what + " " + why + ".");
    }

    private sealed interface Part {
        record Text(Bytes bytes) implements Part {}

        record Value(Variable variable, String key) implements Part {}

        record Matching(Variable variable, String pattern) implements Part {}
    }
}
