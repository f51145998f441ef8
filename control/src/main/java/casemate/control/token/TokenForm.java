package casemate.control.token;

import casemate.base.Refusal;
import casemate.control.web.Permission;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.util.MultiValueMap;

/// What was typed into the form for a new token, shown again when it is refused.
///
/// @param scopes names of permissions
public record TokenForm(String name, String days, Set<String> scopes, boolean service) {
    /// Long enough for a project, short enough to be renewed by somebody who knows why.
    static final TokenForm EMPTY = new TokenForm("", "90", Set.of(), false);

    /// What the form offers; the door takes any number up to [TokenWish#MAX_DAYS].
    public static final List<String> DAYS = List.of("7", "30", "90", "365");

    public TokenForm {
        scopes = Set.copyOf(scopes);
    }

    static TokenForm typed(MultiValueMap<String, String> typed, boolean service) {
        return new TokenForm(
                first(typed, "name"),
                first(typed, "days"),
                Set.copyOf(typed.getOrDefault("scope", List.of())),
                service);
    }

    /// @throws Refusal for what no token can have
    TokenWish wish() {
        return new TokenWish(
                service ? TokenKind.SERVICE : TokenKind.PERSONAL,
                name,
                scopes.stream().map(TokenForm::permission).collect(Collectors.toSet()),
                TokenWish.days(days));
    }

    private static Permission permission(String code) {
        return Permission.find(code)
                .filter(p -> !p.staff())
                .orElseThrow(() ->
                        Refusal.invalid("token-scope-unknown", "There is no such permission; choose from the list."));
    }

    private static String first(MultiValueMap<String, String> typed, String field) {
        String value = typed.getFirst(field);
        return value == null ? "" : value;
    }
}
