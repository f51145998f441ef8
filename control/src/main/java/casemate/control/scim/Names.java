package casemate.control.scim;

import casemate.base.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Brings the names of all members into small letters, because SCIM's know no capitals.
final class Names {
    private Names() {}

    static Json.Obj folded(Json.Obj object) {
        Map<String, Json> members = new LinkedHashMap<>();
        object.members().forEach((name, value) -> {
            if (members.put(name.toLowerCase(Locale.ROOT), folded(value)) != null) {
                throw ScimProblem.invalidSyntax("The member " + name.toLowerCase(Locale.ROOT) + " is there twice.");
            }
        });
        return new Json.Obj(members);
    }

    private static Json folded(Json value) {
        return switch (value) {
            case Json.Obj o -> folded(o);
            case Json.Arr(List<Json> each) ->
                new Json.Arr(each.stream().map(Names::folded).toList());
            case Json.Text _, Json.Num _, Json.Bool _, Json.Nil _ -> value;
        };
    }
}
