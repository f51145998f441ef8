package casemate.control.provision;

import casemate.control.scim.Attribute;
import casemate.control.scim.Filter;
import casemate.control.scim.Filter.Literal;
import casemate.control.scim.Filter.Operator;
import casemate.control.scim.ScimProblem;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Turns a filter into a condition whose words are all ours: columns come from a fixed table, values are parameters.
final class FilterSql {
    /// Sorts behind everything that begins with the same text, in the order of bytes.
    private static final String LAST = new String(Character.toChars(Character.MAX_CODE_POINT));

    /// How a column is compared.
    enum Kind {
        /// Without regard to capitals: the column holds small letters, or is brought into them.
        TEXT,
        EXACT,
        FLAG,
        TIME,
        /// Members of a group: `members.value eq "ID"`.
        MEMBER
    }

    /// @param sql what stands for the attribute
    record Column(String sql, Kind kind) {}

    /// A condition and its parameters.
    record Condition(String sql, Map<String, Object> parameters) {
        static final Condition ALL = new Condition("true", Map.of());
    }

    private final Map<String, Column> columns;
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    private FilterSql(Map<String, Column> columns) {
        this.columns = columns;
    }

    /// @param columns by the names of attributes, in small letters
    static Condition of(Optional<Filter> filter, Map<String, Column> columns) {
        if (filter.isEmpty()) {
            return Condition.ALL;
        }
        FilterSql sql = new FilterSql(columns);
        String condition = sql.condition(filter.get(), "");
        return new Condition(condition, sql.parameters);
    }

    /// @param inside the attribute with many elements that the filter is about; empty outside of one
    private String condition(Filter filter, String inside) {
        return switch (filter) {
            case Filter.And(Filter left, Filter right) ->
                "(" + condition(left, inside) + " AND " + condition(right, inside) + ")";
            case Filter.Or(Filter left, Filter right) ->
                "(" + condition(left, inside) + " OR " + condition(right, inside) + ")";
            case Filter.Not(Filter inner) -> "NOT coalesce(" + condition(inner, inside) + ", false)";
            case Filter.Each(Attribute attribute, Filter inner) -> {
                if (!inside.isEmpty()) {
                    throw ScimProblem.invalidFilter("An element has no elements of its own.");
                }
                yield condition(inner, attribute.name());
            }
            case Filter.Present(Attribute attribute) ->
                "(" + column(attribute, inside).sql() + " IS NOT NULL)";
            case Filter.Compare(Attribute attribute, Operator operator, Literal value) ->
                compare(column(attribute, inside), operator, value);
        };
    }

    private Column column(Attribute attribute, String inside) {
        String name = inside.isEmpty() ? attribute.dotted() : inside + "." + attribute.dotted();
        Column column = columns.get(name);
        if (column == null) {
            throw ScimProblem.invalidFilter("There is no filter by this attribute; see the Schemas.");
        }
        return column;
    }

    private String compare(Column column, Operator operator, Literal value) {
        if (value instanceof Literal.Nothing) {
            return nothing(column, operator);
        }
        return switch (column.kind()) {
            case FLAG -> flag(column, operator, value);
            case TIME -> time(column, operator, value);
            case MEMBER -> member(column, operator, value);
            case TEXT -> text(column, operator, word(value).toLowerCase(Locale.ROOT));
            case EXACT -> text(column, operator, word(value));
        };
    }

    private static String nothing(Column column, Operator operator) {
        return switch (operator) {
            case EQ -> column.sql() + " IS NULL";
            case NE -> column.sql() + " IS NOT NULL";
            case CO, SW, EW, GT, GE, LT, LE -> throw ScimProblem.invalidFilter("Compare null by eq or ne.");
        };
    }

    private String text(Column column, Operator operator, String value) {
        String sql = column.sql();
        String p = parameter(value);
        return switch (operator) {
            case EQ -> sql + " = " + p;
            case NE -> sql + " IS DISTINCT FROM " + p;
            case CO -> "position(" + p + " IN " + sql + ") > 0";
            // A range, so that an index serves whatever the parameter is.
            case SW -> "(" + sql + " >= " + p + " AND " + sql + " < " + parameter(value + LAST) + ")";
            case EW -> "right(" + sql + ", " + value.codePointCount(0, value.length()) + ") = " + p;
            case GT -> sql + " > " + p;
            case GE -> sql + " >= " + p;
            case LT -> sql + " < " + p;
            case LE -> sql + " <= " + p;
        };
    }

    private String flag(Column column, Operator operator, Literal value) {
        boolean wanted = switch (value) {
            case Literal.Flag(boolean flag) -> flag;
            case Literal.Text(String text) when text.equalsIgnoreCase("true") -> true;
            case Literal.Text(String text) when text.equalsIgnoreCase("false") -> false;
            case Literal.Text _, Literal.Figure _, Literal.Nothing _ ->
                throw ScimProblem.invalidFilter("Compare a flag with true or false.");
        };
        return switch (operator) {
            case EQ -> column.sql() + " = " + parameter(wanted);
            case NE -> column.sql() + " <> " + parameter(wanted);
            case CO, SW, EW, GT, GE, LT, LE -> throw ScimProblem.invalidFilter("Compare a flag by eq or ne.");
        };
    }

    private String time(Column column, Operator operator, Literal value) {
        String p = parameter(instant(word(value)).atOffset(ZoneOffset.UTC));
        return switch (operator) {
            case EQ -> column.sql() + " = " + p;
            case NE -> column.sql() + " <> " + p;
            case GT -> column.sql() + " > " + p;
            case GE -> column.sql() + " >= " + p;
            case LT -> column.sql() + " < " + p;
            case LE -> column.sql() + " <= " + p;
            case CO, SW, EW -> throw ScimProblem.invalidFilter("Compare a time by eq, ne, gt, ge, lt or le.");
        };
    }

    private String member(Column column, Operator operator, Literal value) {
        if (operator != Operator.EQ) {
            throw ScimProblem.invalidFilter("Look for a member by eq.");
        }
        return "EXISTS (SELECT 1 FROM provision.member m WHERE m.group_id = " + column.sql() + " AND m.entry_id = "
                + parameter(word(value)) + ")";
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw ScimProblem.invalidFilter("A time looks like 2026-01-31T12:00:00Z.");
        }
    }

    private static String word(Literal value) {
        if (value instanceof Literal.Text(String text) && text.indexOf(0) < 0) {
            return text;
        }
        throw ScimProblem.invalidFilter("Compare this attribute with a text in quotation marks.");
    }

    private String parameter(Object value) {
        String name = "f" + parameters.size();
        parameters.put(name, value);
        return ":" + name;
    }
}
