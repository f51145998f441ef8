package casemate.control.scim;

import casemate.base.Json;
import casemate.control.scim.Filter.Literal;
import casemate.control.scim.Filter.Operator;
import java.util.Locale;
import java.util.Optional;

/// Whether an element of an attribute satisfies a filter. Elements are objects whose names are in small letters.
final class Matches {
    private Matches() {}

    static boolean test(Filter filter, Json.Obj element) {
        return switch (filter) {
            case Filter.And(Filter left, Filter right) -> test(left, element) && test(right, element);
            case Filter.Or(Filter left, Filter right) -> test(left, element) || test(right, element);
            case Filter.Not(Filter inner) -> !test(inner, element);
            case Filter.Present(Attribute attribute) ->
                value(attribute, element).isPresent();
            case Filter.Compare(Attribute attribute, Operator operator, Literal literal) ->
                compare(value(attribute, element), operator, literal);
            case Filter.Each _ -> throw ScimProblem.invalidPath("An element has no elements of its own.");
        };
    }

    private static Optional<Json> value(Attribute attribute, Json.Obj element) {
        if (!attribute.sub().isEmpty()) {
            throw ScimProblem.invalidPath("Name one part of the element, such as type.");
        }
        return element.find(attribute.name()).filter(v -> !(v instanceof Json.Nil));
    }

    private static boolean compare(Optional<Json> value, Operator operator, Literal literal) {
        return switch (operator) {
            case EQ -> equal(value, literal);
            case NE -> !equal(value, literal);
            case CO, SW, EW, GT, GE, LT, LE -> ordered(value, operator, literal);
        };
    }

    private static boolean equal(Optional<Json> value, Literal literal) {
        return switch (literal) {
            case Literal.Nothing _ -> value.isEmpty();
            case Literal.Text t ->
                value.filter(v -> folded(v).equals(t.value().toLowerCase(Locale.ROOT)))
                        .isPresent();
            case Literal.Flag f ->
                value.filter(v -> folded(v).equals(String.valueOf(f.value()))).isPresent();
            case Literal.Figure n ->
                value.filter(v -> v instanceof Json.Num number && number.value() == n.value())
                        .isPresent();
        };
    }

    private static boolean ordered(Optional<Json> value, Operator operator, Literal literal) {
        if (!(literal instanceof Literal.Text(String text)) || value.isEmpty()) {
            return false;
        }
        String have = folded(value.get());
        String want = text.toLowerCase(Locale.ROOT);
        return switch (operator) {
            case CO -> have.contains(want);
            case SW -> have.startsWith(want);
            case EW -> have.endsWith(want);
            case GT -> have.compareTo(want) > 0;
            case GE -> have.compareTo(want) >= 0;
            case LT -> have.compareTo(want) < 0;
            case LE -> have.compareTo(want) <= 0;
            case EQ, NE -> throw new IllegalArgumentException("decided before");
        };
    }

    /// Some directories send `"True"` where true is meant.
    private static String folded(Json value) {
        return switch (value) {
            case Json.Text t -> t.value().toLowerCase(Locale.ROOT);
            case Json.Bool b -> String.valueOf(b.value());
            case Json.Num n -> n.text();
            case Json.Nil _, Json.Arr _, Json.Obj _ -> "";
        };
    }
}
