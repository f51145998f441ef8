package casemate.base;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// One label of a host name, chosen by a customer: `acme` in `acme.casemate.localhost`. Lower case, 3 to 40 characters
/// of `a-z0-9-`,
/// beginning with a letter and ending with a letter or digit (RFC 1035 label, shortened so that suffixes fit), and not
/// reserved for the platform.
public record Slug(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z](?:[a-z0-9-]{1,38})[a-z0-9]");

    /// Names that the platform serves itself or that mail and network software gives a meaning to (RFC 2142).
    private static final Set<String> RESERVED = Set.of(
            "portal",
            "console",
            "trust",
            "www",
            "api",
            "admin",
            "administrator",
            "auth",
            "login",
            "signin",
            "sso",
            "id",
            "status",
            "mail",
            "smtp",
            "imap",
            "pop",
            "ftp",
            "sftp",
            "ssh",
            "bastion",
            "vpn",
            "ns1",
            "ns2",
            "dns",
            "mx",
            "webmail",
            "postmaster",
            "hostmaster",
            "webmaster",
            "abuse",
            "security",
            "noc",
            "root",
            "localhost",
            "casemate",
            "edge",
            "agent",
            "control",
            "ledger",
            "drill",
            "canary",
            "wpad",
            "autoconfig",
            "autodiscover",
            "support",
            "help",
            "billing",
            "static",
            "assets",
            "cdn");

    public Slug {
        if (!FORM.matcher(value).matches() || value.contains("--")) {
            throw Refusal.invalid(
                    "slug-malformed",
                    "A name for an address has 3 to 40 of a-z, 0-9 and single hyphens, and begins with a letter; choose another.");
        }
        if (RESERVED.contains(value)) {
            throw Refusal.invalid(
                    "slug-reserved", "The name " + value + " is reserved for the platform; choose another.");
        }
    }

    /// Reads what a person typed: outer blanks and capitals are forgiven, nothing else is.
    public static Slug parse(String typed) {
        return new Slug(typed.strip().toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return value;
    }
}
