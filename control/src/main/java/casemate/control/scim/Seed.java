package casemate.control.scim;

import casemate.base.Json;
import casemate.control.scim.Filter.Literal;
import casemate.control.scim.Filter.Operator;
import java.util.LinkedHashMap;
import java.util.Map;

/// The element that a filter of equalities describes: what `emails[type eq "work"].value` sets when there is none yet.
final class Seed {
    private Seed() {}

    static Json.Obj of(Filter filter) {
        Map<String, Json> members = new LinkedHashMap<>();
        sow(filter, members);
        return new Json.Obj(members);
    }

    private static void sow(Filter filter, Map<String, Json> members) {
        switch (filter) {
            case Filter.And(Filter left, Filter right) -> {
                sow(left, members);
                sow(right, members);
            }
            case Filter.Compare(Attribute attribute, Operator operator, Literal literal)
            when operator == Operator.EQ -> members.put(attribute.name(), json(literal));
            case Filter.Or _, Filter.Not _, Filter.Present _, Filter.Compare _, Filter.Each _ ->
                throw new ScimProblem(400, "noTarget", "Nothing is chosen by that path.");
        }
    }

    private static Json json(Literal literal) {
        return switch (literal) {
            case Literal.Text(String value) -> new Json.Text(value);
            case Literal.Figure(double value) -> new Json.Num(value);
            case Literal.Flag(boolean value) -> new Json.Bool(value);
            case Literal.Nothing _ -> new Json.Nil();
        };
    }
}
