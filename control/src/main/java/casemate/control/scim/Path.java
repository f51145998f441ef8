package casemate.control.scim;

import java.util.Optional;

/// What an operation of PATCH is about (RFC 7644, 3.5.2).
///
/// @param name of the attribute, in small letters
/// @param chosen which elements of an attribute with many; empty for all of it
/// @param sub of the attribute, or of each chosen element; empty for the whole
public record Path(String name, Optional<Filter> chosen, String sub) {
    /// @throws ScimProblem `invalidPath`
    public static Path parse(String text) {
        try {
            return new FilterParser(text).wholePath();
        } catch (ScimProblem problem) {
            throw ScimProblem.invalidPath(String.valueOf(problem.getMessage()));
        }
    }
}
