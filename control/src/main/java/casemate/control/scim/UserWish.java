package casemate.control.scim;

import casemate.base.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What a directory wants a person to be. Of all that SCIM knows of people, this is what we keep; the rest is passed
/// over.
///
/// @param userName as the directory writes it; unique among its customer's in any capitals
/// @param externalId the directory's own id of them
/// @param email where the person gets mail and by what they are known here; in small letters, its form is not judged
/// yet
/// @param language such as `fr`, for somebody who has no account yet; never kept
public record UserWish(
        String userName,
        Optional<String> externalId,
        Optional<String> displayName,
        Optional<String> givenName,
        Optional<String> familyName,
        String email,
        Optional<String> language,
        boolean active) {
    private static final int MAX_TEXT = 200;
    private static final int MAX_EMAILS = 20;

    /// Reads the body of POST or PUT.
    public static UserWish read(Json.Obj body) {
        return of(Names.folded(body));
    }

    /// The same after a patch.
    public UserWish patched(Patch patch) {
        return of(patch.apply(folded()));
    }

    /// @param user with names in small letters
    private static UserWish of(Json.Obj user) {
        String userName = text(user, "username").orElseThrow(() -> ScimProblem.invalidValue("A user has a userName."));
        Json.Obj name = user.find("name").orElse(new Json.Nil()) instanceof Json.Obj o ? o : new Json.Obj(Map.of());
        return new UserWish(
                userName,
                text(user, "externalid"),
                text(user, "displayname").or(() -> text(name, "formatted")),
                text(name, "givenname"),
                text(name, "familyname"),
                email(user).orElse(userName).toLowerCase(Locale.ROOT),
                text(user, "preferredlanguage").or(() -> text(user, "locale")),
                user.find("active").map(UserWish::flag).orElse(true));
    }

    /// The main address, else the one at work, else the first.
    private static Optional<String> email(Json.Obj user) {
        List<Json.Obj> all = switch (user.find("emails").orElse(new Json.Nil())) {
            case Json.Arr(List<Json> each)
            when each.size() <= MAX_EMAILS ->
                each.stream()
                        .map(e -> e instanceof Json.Obj o ? o : new Json.Obj(Map.of("value", e)))
                        .filter(o -> text(o, "value").isPresent())
                        .toList();
            case Json.Obj o when text(o, "value").isPresent() -> List.of(o);
            case Json.Nil _ -> List.of();
            case Json.Arr _, Json.Obj _, Json.Text _, Json.Num _, Json.Bool _ ->
                throw ScimProblem.invalidValue(
                        "The emails are a list of at most " + MAX_EMAILS + " objects with a value.");
        };
        return first(all, o -> o.find("primary").map(UserWish::flag).orElse(false))
                .or(() -> first(
                        all,
                        o -> text(o, "type").filter("work"::equalsIgnoreCase).isPresent()))
                .or(() -> first(all, _ -> true))
                .flatMap(o -> text(o, "value"));
    }

    private static Optional<Json.Obj> first(List<Json.Obj> all, Predicate<Json.Obj> wanted) {
        return all.stream().filter(wanted).findFirst();
    }

    /// Microsoft's directory sends `"False"` as text.
    private static boolean flag(Json value) {
        return switch (value) {
            case Json.Bool b -> b.value();
            case Json.Text t when t.value().equalsIgnoreCase("true") -> true;
            case Json.Text t when t.value().equalsIgnoreCase("false") -> false;
            case Json.Text _, Json.Num _, Json.Nil _, Json.Arr _, Json.Obj _ ->
                throw ScimProblem.invalidValue("A flag is true or false.");
        };
    }

    /// One line of text; empty for what is null, absent or blank.
    static Optional<String> text(Json.Obj object, String member) {
        return switch (object.find(member).orElse(new Json.Nil())) {
            case Json.Nil _ -> Optional.empty();
            case Json.Text t when t.value().isBlank() -> Optional.empty();
            case Json.Text t
            when t.value().length() <= MAX_TEXT && t.value().chars().noneMatch(Character::isISOControl) ->
                Optional.of(t.value().strip());
            case Json.Text _, Json.Num _, Json.Bool _, Json.Arr _, Json.Obj _ ->
                throw ScimProblem.invalidValue(
                        "The " + member + " is one line of at most " + MAX_TEXT + " characters.");
        };
    }

    /// As a resource with names in small letters, for a patch.
    private Json.Obj folded() {
        Json.Builder name = Json.object();
        givenName.ifPresent(n -> name.put("givenname", n));
        familyName.ifPresent(n -> name.put("familyname", n));
        Json.Builder user = Json.object()
                .put("username", userName)
                .put("active", active)
                .put("name", name.build())
                .put(
                        "emails",
                        new Json.Arr(List.of(Json.object()
                                .put("value", email)
                                .put("type", "work")
                                .put("primary", true)
                                .build())));
        externalId.ifPresent(e -> user.put("externalid", e));
        displayName.ifPresent(d -> user.put("displayname", d));
        return user.build();
    }
}
