package casemate.base;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A JSON value within I-JSON (RFC 7493): unique keys, numbers that a double holds exactly or nearly, no lone
/// surrogates. Read strictly by
/// [#parse], written in the one canonical form of RFC 8785 by [#canonical()].
public sealed interface Json {
    record Obj(Map<String, Json> members) implements Json {
        public Obj {
            members = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /// The member, or a refusal that names it.
        public Json get(String name) {
            return find(name).orElseThrow(() -> JsonParser.refusal("member " + name + " is missing"));
        }

        public Optional<Json> find(String name) {
            return Optional.ofNullable(members.get(name));
        }

        public String text(String name) {
            if (get(name) instanceof Text t) {
                return t.value();
            }
            throw wrong(name, "text");
        }

        public long integer(String name) {
            if (get(name) instanceof Num n
                    && n.value() == Math.rint(n.value())
                    && Math.abs(n.value()) <= Num.MAX_EXACT) {
                return (long) n.value();
            }
            throw wrong(name, "a whole number");
        }

        public boolean bool(String name) {
            if (get(name) instanceof Bool b) {
                return b.value();
            }
            throw wrong(name, "true or false");
        }

        public Obj obj(String name) {
            if (get(name) instanceof Obj o) {
                return o;
            }
            throw wrong(name, "an object");
        }

        public Instant instant(String name) {
            try {
                return Instant.parse(text(name));
            } catch (DateTimeParseException e) {
                throw wrong(name, "a time such as 2026-01-31T12:00:00Z");
            }
        }

        /// The elements of an array, each read by the given function.
        public <T> List<T> list(String name, Function<Json, T> read) {
            if (get(name) instanceof Arr a) {
                return a.elements().stream().map(read).toList();
            }
            throw wrong(name, "an array");
        }

        /// Refuses members that the reader does not know: versions are told apart, not guessed.
        public Obj only(String... known) {
            List<String> allowed = List.of(known);
            for (String name : members.keySet()) {
                if (!allowed.contains(name)) {
                    throw JsonParser.refusal("member " + name + " is not known");
                }
            }
            return this;
        }

        private static Refusal wrong(String name, String expected) {
            return JsonParser.refusal("member " + name + " must be " + expected);
        }
    }

    record Arr(List<Json> elements) implements Json {
        public Arr {
            elements = List.copyOf(elements);
        }
    }

    record Text(String value) implements Json {}

    record Num(double value) implements Json {
        /// The largest whole number that every reader holds exactly, 2^53 - 1 (RFC 7493).
        public static final long MAX_EXACT = (1L << 53) - 1;

        public Num {
            if (!Double.isFinite(value)) {
                throw JsonParser.refusal("a number must be finite");
            }
        }
    }

    record Bool(boolean value) implements Json {}

    record Nil() implements Json {}

    /// Reads one value from UTF-8. Refuses duplicate keys, trailing bytes, depth over 64 and input over the given size.
    ///
    /// @throws Refusal `json-malformed` with the position
    static Json parse(byte[] utf8, int maxBytes) {
        if (utf8.length > maxBytes) {
            throw new Refusal(
                    Refusal.Kind.TOO_LARGE,
                    "json-too-large",
                    "The JSON has more than " + maxBytes + " bytes; send less.");
        }
        return new JsonParser(utf8).whole();
    }

    /// Reads one object, as every message of Casemate is.
    static Obj parseObject(byte[] utf8, int maxBytes) {
        return parse(utf8, maxBytes) instanceof Obj o ? o : failNotObject();
    }

    /// The canonical bytes (RFC 8785): what is hashed and signed.
    default byte[] canonical() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /// The canonical form as text.
    default String text() {
        StringBuilder out = new StringBuilder();
        CanonicalJson.write(this, out);
        return out.toString();
    }

    static Json of(String value) {
        return new Text(value);
    }

    /// @throws Refusal past 2^53 - 1 in either direction, where readers would round
    static Json of(long value) {
        if (Math.abs(value) > Num.MAX_EXACT) {
            throw JsonParser.refusal("a whole number lies past 2^53");
        }
        return new Num(value);
    }

    static Json of(boolean value) {
        return new Bool(value);
    }

    static Json of(Instant value) {
        return new Text(value.toString());
    }

    static Json texts(List<String> values) {
        return new Arr(values.stream().map(Json::of).toList());
    }

    static <T> Json array(List<T> values, Function<T, Json> write) {
        return new Arr(values.stream().map(write).toList());
    }

    static Builder object() {
        return new Builder();
    }

    private static Obj failNotObject() {
        throw JsonParser.refusal("an object was expected");
    }

    /// Puts an object together member by member.
    final class Builder {
        private final Map<String, Json> members = new LinkedHashMap<>();
        private final List<String> twice = new ArrayList<>();

        private Builder() {}

        public Builder put(String name, Json value) {
            if (members.put(name, value) != null) {
                twice.add(name);
            }
            return this;
        }

        public Builder put(String name, String value) {
            return put(name, of(value));
        }

        public Builder put(String name, long value) {
            return put(name, of(value));
        }

        public Builder put(String name, boolean value) {
            return put(name, of(value));
        }

        public Builder put(String name, Instant value) {
            return put(name, of(value));
        }

        public Obj build() {
            if (!twice.isEmpty()) {
                throw new IllegalStateException("members set twice: " + twice);
            }
            return new Obj(members);
        }
    }
}
