package casemate.control.domain;

import casemate.base.Refusal;
import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/// A host name that a customer may bring: lower case, as DNS has it, and not one of the platform's.
record DomainName(String value) {
    /// As the edge's routes have it; the last label is no number, so that no address passes for a name.
    private static final Pattern FORM = Pattern.compile(
            "(?=.{1,240}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+(?=[a-z0-9-]*[a-z])[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    /// @param platform under which no customer brings names of their own
    static DomainName parse(String typed, String platform) {
        String name;
        try {
            name = IDN.toASCII(typed.strip().toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw malformed();
        }
        if (!FORM.matcher(name).matches()) {
            throw malformed();
        }
        if (name.equals(platform) || name.endsWith("." + platform) || platform.endsWith("." + name)) {
            throw Refusal.invalid(
                    "domain-platform",
                    "Names under the platform's own domain are given by the platform; bring another.");
        }
        return new DomainName(name);
    }

    private static Refusal malformed() {
        return Refusal.invalid(
                "domain-name-malformed", "Enter a host name such as wiki.example.org, without https://.");
    }
}
