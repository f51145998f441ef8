package casemate.control.openid;

import com.nimbusds.openid.connect.sdk.claims.ClaimsSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads what providers spell in several ways.
final class OpenIdClaims {
    /// A person in more groups than this has their first ones counted.
    static final int MOST_GROUPS = 500;

    private static final int MAX_GROUP = 256;
    private static final int MAX_SAID = 160;

    private OpenIdClaims() {}

    /// A list of names, or one name; empty where there is no such claim.
    static Optional<List<String>> groups(ClaimsSet claims, String claim) {
        return Optional.ofNullable(claims.getClaim(claim)).map(c -> switch (c) {
            case List<?> many ->
                many.stream()
                        .<String>mapMulti((g, out) -> {
                            if (g instanceof String name && !name.isBlank() && name.length() <= MAX_GROUP) {
                                out.accept(name);
                            }
                        })
                        .distinct()
                        .limit(MOST_GROUPS)
                        .toList();
            case String one when !one.isBlank() && one.length() <= MAX_GROUP -> List.of(one);
            default -> List.of();
        });
    }

    /// Whether a claim says no; some providers write it as text.
    static boolean denies(ClaimsSet claims, String claim) {
        return Stream.of(false, "false").anyMatch(no -> no.equals(claims.getClaim(claim)));
    }

    /// Printable and short.
    static String plain(String said) {
        String line = said.codePoints()
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .limit(MAX_SAID)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
