package casemate.control.scim;

import casemate.base.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a directory wants a group to be.
///
/// @param members ids of users
public record GroupWish(String displayName, Optional<String> externalId, Set<String> members) {
    /// What one request may carry; directories send larger groups in parts.
    static final int MAX_MEMBERS = 5_000;

    private static final Pattern ID = Pattern.compile("[a-z0-9_]{1,40}");

    public GroupWish {
        members = Set.copyOf(members);
    }

    public static GroupWish read(Json.Obj body) {
        Json.Obj group = Names.folded(body);
        return new GroupWish(
                UserWish.text(group, "displayname")
                        .orElseThrow(() -> ScimProblem.invalidValue("A group has a displayName.")),
                UserWish.text(group, "externalid"),
                group.find("members").map(GroupWish::ids).orElse(Set.of()));
    }

    /// The ids in `[{"value":"…"}]`, in `{"value":"…"}` or in `["…"]`.
    static Set<String> ids(Json value) {
        List<Json> each = switch (value) {
            case Json.Arr(List<Json> all) -> all;
            case Json.Nil _ -> List.of();
            case Json.Obj _, Json.Text _, Json.Num _, Json.Bool _ -> List.of(value);
        };
        if (each.size() > MAX_MEMBERS) {
            throw new ScimProblem(413, "tooMany", "Send at most " + MAX_MEMBERS + " members at once.");
        }
        Set<String> ids = new LinkedHashSet<>();
        each.forEach(one -> ids.add(
                switch (one) {
                    case Json.Obj o ->
                        UserWish.text(o, "value")
                                .orElseThrow(() -> ScimProblem.invalidValue("A member has a value: a user's id."));
                    case Json.Text t -> t.value();
                    case Json.Nil _, Json.Num _, Json.Bool _, Json.Arr _ ->
                        throw ScimProblem.invalidValue("A member is an object with a value: a user's id.");
                }));
        if (!ids.stream().allMatch(id -> ID.matcher(id).matches())) {
            throw ScimProblem.invalidValue("A member's value is a user's id.");
        }
        return ids;
    }
}
