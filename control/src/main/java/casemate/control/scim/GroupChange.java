package casemate.control.scim;

import casemate.base.Json;
import casemate.control.scim.Filter.Literal;
import casemate.control.scim.Filter.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One step of a group's PATCH. Groups are changed by steps and not as a whole: one may have a hundred thousand
/// members.
public sealed interface GroupChange {
    record Rename(String displayName) implements GroupChange {}

    record Relabel(Optional<String> externalId) implements GroupChange {}

    record Add(Set<String> members) implements GroupChange {}

    record Remove(Set<String> members) implements GroupChange {}

    /// All that there were leave.
    record Empty() implements GroupChange {}

    static List<GroupChange> of(Patch patch) {
        List<GroupChange> changes = new ArrayList<>();
        patch.operations().forEach(operation -> changes.addAll(of(operation)));
        return changes;
    }

    private static List<GroupChange> of(Patch.Operation operation) {
        return switch (operation.path().name()) {
            case "displayname" ->
                List.of(new Rename(
                        value(operation).orElseThrow(() -> ScimProblem.invalidValue("A group has a displayName."))));
            case "externalid" -> List.of(new Relabel(value(operation)));
            case "members" -> members(operation);
            // What we do not keep, we pass over.
            default -> List.of();
        };
    }

    private static List<GroupChange> members(Patch.Operation operation) {
        Optional<Set<String>> chosen = operation.path().chosen().map(GroupChange::chosen);
        Set<String> told = operation.value().map(GroupWish::ids).orElse(Set.of());
        return switch (operation.kind()) {
            case ADD -> List.of(new Add(told));
            case REPLACE -> List.of(new Empty(), new Add(told));
            // Microsoft's directory names whom to remove in the value.
            case REMOVE ->
                List.of(chosen.or(() -> Optional.of(told).filter(ids -> !ids.isEmpty()))
                        .<GroupChange>map(Remove::new)
                        .orElseGet(Empty::new));
        };
    }

    /// `members[value eq "…"]`, also several with `or`.
    private static Set<String> chosen(Filter filter) {
        return switch (filter) {
            case Filter.Compare(Attribute attribute, Operator operator, Literal.Text(String id))
            when operator == Operator.EQ && attribute.dotted().equals("value") -> Set.of(id);
            case Filter.Or(Filter left, Filter right) -> {
                Set<String> both = new java.util.LinkedHashSet<>(chosen(left));
                both.addAll(chosen(right));
                yield both;
            }
            case Filter.And _, Filter.Not _, Filter.Present _, Filter.Compare _, Filter.Each _ ->
                throw ScimProblem.invalidPath("Choose members by value eq \"ID\".");
        };
    }

    private static Optional<String> value(Patch.Operation operation) {
        return operation.kind() == Patch.Kind.REMOVE
                ? Optional.empty()
                : UserWish.text(
                        new Json.Obj(java.util.Map.of("value", operation.value().orElse(new Json.Nil()))), "value");
    }
}
