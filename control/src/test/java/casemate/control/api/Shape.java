package casemate.control.api;

import casemate.base.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Holds a value against a schema, as far as this document's schemas go; refuses a schema that goes further.
final class Shape {
    private static final List<String> KNOWN = List.of(
            "type",
            "description",
            "required",
            "properties",
            "additionalProperties",
            "items",
            "enum",
            "format",
            "maxLength",
            "minLength",
            "pattern",
            "minimum",
            "maximum",
            "default");

    private final Json.Obj document;
    private final List<String> faults = new ArrayList<>();

    private Shape(Json.Obj document) {
        this.document = document;
    }

    static List<String> faults(Json.Obj document, Json.Obj schema, Json value) {
        Shape shape = new Shape(document);
        shape.check("$", schema, value);
        return shape.faults;
    }

    static Json.Obj resolved(Json.Obj document, Json.Obj maybe) {
        Json.Obj found = maybe;
        while (found.find("$ref").orElse(null) instanceof Json.Text(String path)) {
            found = document;
            for (String part : path.substring(2).split("/", -1)) {
                found = found.obj(part);
            }
        }
        return found;
    }

    private void check(String at, Json.Obj given, Json value) {
        Json.Obj schema = resolved(document, given);
        schema.members().keySet().stream()
                .filter(k -> !KNOWN.contains(k))
                .forEach(k -> faults.add(at + ": this checker does not know " + k));
        switch (schema.text("type")) {
            case "object" -> object(at, schema, value);
            case "array" -> array(at, schema, value);
            case "string" -> string(at, schema, value);
            case "boolean" -> expect(at, value instanceof Json.Bool, "a boolean");
            case "integer" -> expect(at, value instanceof Json.Num(double n) && n == Math.rint(n), "a whole number");
            default -> faults.add(at + ": type " + schema.text("type"));
        }
    }

    private void object(String at, Json.Obj schema, Json value) {
        if (!(value instanceof Json.Obj object)) {
            faults.add(at + " is no object");
            return;
        }
        Map<String, Json> properties =
                schema.find("properties").map(p -> ((Json.Obj) p).members()).orElse(Map.of());
        if (schema.find("required").isPresent()) {
            schema.list("required", r -> ((Json.Text) r).value())
                    .forEach(r -> expect(at + "." + r, object.find(r).isPresent(), "there"));
        }
        object.members()
                .forEach((name, member) -> Optional.ofNullable(properties.get(name))
                        .ifPresentOrElse(
                                p -> check(at + "." + name, (Json.Obj) p, member),
                                // A new member must be told in the document, too.
                                () -> expect(at + "." + name, properties.isEmpty(), "in the document")));
    }

    private void array(String at, Json.Obj schema, Json value) {
        if (value instanceof Json.Arr(List<Json> each)) {
            each.forEach(e -> check(at + "[]", schema.obj("items"), e));
        } else {
            faults.add(at + " is no array");
        }
    }

    private void string(String at, Json.Obj schema, Json value) {
        if (!(value instanceof Json.Text(String text))) {
            faults.add(at + " is no text");
            return;
        }
        if (schema.find("enum").isPresent()) {
            expect(at, schema.list("enum", e -> ((Json.Text) e).value()).contains(text), "one of the enum");
        }
        if (schema.find("pattern").isPresent()) {
            expect(at, text.matches(schema.text("pattern")), "of the pattern");
        }
        if (schema.find("format").isPresent() && schema.text("format").equals("date-time")) {
            expect(at, time(text), "a time");
        }
    }

    private static boolean time(String text) {
        try {
            return Instant.parse(text).isAfter(Instant.EPOCH);
        } catch (DateTimeParseException _) {
            return false;
        }
    }

    private void expect(String at, boolean fine, String what) {
        if (!fine) {
            faults.add(at + " is not " + what);
        }
    }
}
