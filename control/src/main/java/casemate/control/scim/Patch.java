package casemate.control.scim;

import casemate.base.Json;
import casemate.base.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A PATCH request (RFC 7644, 3.5.2), as lenient as common directories need: operations in any capitals, values without
/// a path, names with dots as keys, elements made when a replacement finds none.
public record Patch(List<Operation> operations) {
    /// Directories send one to a few dozen.
    private static final int MAX_OPERATIONS = 1_000;

    /// Of the server, not of the client; values for them without a path are passed over.
    private static final Set<String> READ_ONLY = Set.of("id", "meta", "schemas", "groups");

    public Patch {
        operations = List.copyOf(operations);
    }

    public enum Kind {
        ADD,
        REPLACE,
        REMOVE
    }

    /// @param value empty for a removal without one
    public record Operation(Kind kind, Path path, Optional<Json> value) {}

    /// Reads a request's body; an operation without a path becomes one for each member of its value.
    public static Patch read(Json.Obj body) {
        Json.Obj folded = Names.folded(body);
        if (!(folded.find("operations").orElse(new Json.Nil()) instanceof Json.Arr(List<Json> each))
                || each.isEmpty()) {
            throw ScimProblem.invalidSyntax("Send Operations, with at least one.");
        }
        List<Operation> operations = new ArrayList<>();
        each.forEach(one -> operations.addAll(read(one)));
        if (operations.size() > MAX_OPERATIONS) {
            throw new ScimProblem(413, "tooMany", "Send at most " + MAX_OPERATIONS + " operations at once.");
        }
        return new Patch(operations);
    }

    private static List<Operation> read(Json one) {
        if (!(one instanceof Json.Obj operation)) {
            throw ScimProblem.invalidSyntax("An operation is an object with op, path and value.");
        }
        Kind kind = kind(operation);
        Optional<Json> value = operation.find("value");
        Optional<String> path = operation
                .find("path")
                .map(p -> p instanceof Json.Text(String t) ? t : "")
                .filter(p -> !p.isBlank());
        if (path.isPresent()) {
            return List.of(new Operation(kind, writable(Path.parse(path.get())), value));
        }
        if (kind == Kind.REMOVE) {
            throw new ScimProblem(400, "noTarget", "Say in path what to remove.");
        }
        if (!(value.orElse(new Json.Nil()) instanceof Json.Obj(Map<String, Json> members))) {
            throw ScimProblem.invalidValue("Without a path, the value is an object.");
        }
        return members.entrySet().stream()
                .filter(m -> !READ_ONLY.contains(Attribute.of(m.getKey()).name()))
                .map(m -> new Operation(kind, Path.parse(m.getKey()), Optional.of(m.getValue())))
                .toList();
    }

    private static Path writable(Path path) {
        if (READ_ONLY.contains(path.name())) {
            throw ScimProblem.mutability("The attribute " + path.name() + " cannot be changed.");
        }
        return path;
    }

    private static Kind kind(Json.Obj operation) {
        try {
            return Kind.valueOf(operation.text("op").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException | Refusal _) {
            throw ScimProblem.invalidSyntax("An operation's op is add, replace or remove.");
        }
    }

    /// The resource with every operation done, one after the other.
    ///
    /// @param resource with names in small letters
    public Json.Obj apply(Json.Obj resource) {
        Map<String, Json> members = new LinkedHashMap<>(resource.members());
        operations.forEach(operation -> apply(operation, members));
        return new Json.Obj(members);
    }

    private static void apply(Operation operation, Map<String, Json> members) {
        String name = operation.path().name();
        Json before = members.getOrDefault(name, new Json.Nil());
        Optional<Json> after = after(operation, before);
        after.ifPresentOrElse(v -> members.put(name, v), () -> members.remove(name));
    }

    private static Optional<Json> after(Operation operation, Json before) {
        Path path = operation.path();
        if (path.chosen().isPresent()) {
            return Optional.of(elements(operation, path.chosen().get(), before));
        }
        if (!path.sub().isEmpty()) {
            return Optional.of(part(operation, before));
        }
        if (operation.kind() == Kind.REMOVE) {
            return Optional.empty();
        }
        Json value = operation.value().orElseThrow(Patch::valueMissing);
        if (before instanceof Json.Arr(List<Json> have) && operation.kind() == Kind.ADD) {
            return Optional.of(joined(have, value));
        }
        return Optional.of(
                before instanceof Json.Obj(Map<String, Json> have) && value instanceof Json.Obj(Map<String, Json> more)
                        ? merged(have, more)
                        : value);
    }

    /// `name.givenName`, or `emails.value` of every element.
    private static Json part(Operation operation, Json before) {
        return switch (before) {
            case Json.Arr(List<Json> each) ->
                new Json.Arr(each.stream()
                        .map(e -> e instanceof Json.Obj o ? changed(o, operation) : e)
                        .toList());
            case Json.Obj o -> changed(o, operation);
            case Json.Nil _ -> changed(new Json.Obj(Map.of()), operation);
            case Json.Text _, Json.Num _, Json.Bool _ ->
                throw ScimProblem.invalidPath(
                        "The attribute " + operation.path().name() + " has no parts.");
        };
    }

    /// The elements, with the chosen ones changed; where none is and something is to be set, one is made that
    /// the filter chooses.
    private static Json elements(Operation operation, Filter chosen, Json before) {
        List<Json> after = new ArrayList<>();
        boolean found = false;
        for (Json element : before instanceof Json.Arr(List<Json> each) ? each : List.<Json>of()) {
            if (!(element instanceof Json.Obj one) || !Matches.test(chosen, one)) {
                after.add(element);
                continue;
            }
            found = true;
            if (operation.kind() != Kind.REMOVE || !operation.path().sub().isEmpty()) {
                after.add(changed(one, operation));
            }
        }
        if (!found && operation.kind() != Kind.REMOVE) {
            after.add(changed(Seed.of(chosen), operation));
        }
        return new Json.Arr(after);
    }

    private static Json.Obj changed(Json.Obj element, Operation operation) {
        String sub = operation.path().sub();
        Map<String, Json> members = new LinkedHashMap<>(element.members());
        if (operation.kind() == Kind.REMOVE) {
            members.remove(sub);
            return new Json.Obj(members);
        }
        Json value = operation.value().orElseThrow(Patch::valueMissing);
        if (!sub.isEmpty()) {
            members.put(sub, value);
            return new Json.Obj(members);
        }
        if (value instanceof Json.Obj(Map<String, Json> more)) {
            return merged(members, more);
        }
        throw ScimProblem.invalidValue("The value for chosen elements is an object.");
    }

    private static Json joined(List<Json> have, Json value) {
        List<Json> all = new ArrayList<>(have);
        (value instanceof Json.Arr(List<Json> more) ? more : List.of(value))
                .stream().filter(one -> !all.contains(one)).forEach(all::add);
        return new Json.Arr(all);
    }

    private static Json.Obj merged(Map<String, Json> have, Map<String, Json> more) {
        Map<String, Json> all = new LinkedHashMap<>(have);
        all.putAll(more);
        return new Json.Obj(all);
    }

    private static ScimProblem valueMissing() {
        return ScimProblem.invalidValue("An operation that adds or replaces has a value.");
    }
}
