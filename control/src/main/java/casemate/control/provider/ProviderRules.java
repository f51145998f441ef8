package casemate.control.provider;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Pure decisions of this room.
final class ProviderRules {
    /// What somebody has whose groups say nothing.
    static final String MEMBER = "member";

    /// What groups may stand for. Nobody becomes an owner by a word of the provider: owners are named here.
    static final List<String> ROLES = List.of("administrator", MEMBER, "billing", "read-only");

    private static final Pattern DOMAIN = Pattern.compile(
            "(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private ProviderRules() {}

    /// The role of the first line whose group the person is in.
    static String role(List<Mapping> lines, List<String> groups) {
        Set<String> in = Set.copyOf(groups);
        return lines.stream()
                .filter(m -> in.contains(m.group()))
                .map(Mapping::role)
                .findFirst()
                .orElse(MEMBER);
    }

    /// A domain as people type it; empty for what is none.
    static Optional<String> domain(String typed) {
        String domain = typed.strip().toLowerCase(Locale.ROOT);
        return Optional.of(domain).filter(d -> DOMAIN.matcher(d).matches());
    }

    /// The part after the last `@`.
    static String domainOf(String email) {
        return email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }
}
