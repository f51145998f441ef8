package casemate.control.spam;

import java.util.Set;

/// Domains that hand out mailboxes for minutes. Those that everybody knows are a weak sign; what the operator has
/// listed is refused.
final class ThrowawayDomains {
    /// Not a full list, and never enough on its own. Under the last one nobody has a mailbox: it is the drill's.
    private static final Set<String> KNOWN = Set.of(
            "10minutemail.com",
            "guerrillamail.com",
            "mailinator.com",
            "maildrop.cc",
            "sharklasers.com",
            "temp-mail.org",
            "throwawaymail.com",
            "trashmail.com",
            "yopmail.com",
            SpamCheck.DRILLS_THROWAWAY);

    private final Set<String> listed;

    /// @param listed by the operator
    ThrowawayDomains(Set<String> listed) {
        this.listed = Set.copyOf(listed);
    }

    boolean known(String domain) {
        return within(domain, KNOWN);
    }

    boolean listed(String domain) {
        return within(domain, listed);
    }

    private static boolean within(String domain, Set<String> domains) {
        for (String rest = domain; !rest.isEmpty(); rest = rest.substring(rest.indexOf('.') + 1)) {
            if (domains.contains(rest)) {
                return true;
            }
            if (rest.indexOf('.') < 0) {
                return false;
            }
        }
        return false;
    }
}
