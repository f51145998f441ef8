package casemate.control.spam;

import casemate.control.dns.Dns;
import casemate.control.dns.Dns.Answer;
import java.util.List;

/// Whether mail to a domain can get anywhere: it has a mail exchanger, or an address (RFC 5321, 5.1). When DNS does not
/// answer, the domain is taken for good: the sign-up waits for a letter to be read anyhow, and a platform on a machine
/// by itself must take its customers.
final class MailDomains {
    /// Set aside for machines by themselves, for tests and for papers (RFC 2606, 6761): DNS is not asked about them.
    private static final List<String> RESERVED =
            List.of("localhost", "test", "example", "invalid", "local", "example.com", "example.net", "example.org");
    /// Every resolver that knows the world knows who answers for this name. One that does not, as on a machine by
    /// itself, may deny every other name, too, and is not believed.
    private static final String THERE_SINCE_1985 = "com";

    /// "There is no mail here" (RFC 7505).
    private static final String NULL_EXCHANGER = ".";

    private final Dns dns;
    private final String own;

    /// @param own the platform's domain
    MailDomains(Dns dns, String own) {
        this.dns = dns;
        this.own = own;
    }

    /// Whether it is certain that no mail gets there.
    boolean nowhere(String domain) {
        if (under(domain, own) || RESERVED.stream().anyMatch(r -> under(domain, r))) {
            return false;
        }
        return switch (dns.ask(domain, Dns.Type.MX)) {
            case Answer.Found exchangers -> exchangers.values().stream().allMatch(MailDomains::none);
            case Answer.Nothing _ -> knowsTheWorld() && nothing(domain, Dns.Type.A) && nothing(domain, Dns.Type.AAAA);
            case Answer.Unknown _ -> false;
        };
    }

    private boolean knowsTheWorld() {
        return dns.ask(THERE_SINCE_1985, Dns.Type.NS) instanceof Answer.Found;
    }

    private boolean nothing(String domain, Dns.Type type) {
        return dns.ask(domain, type) instanceof Answer.Nothing;
    }

    private static boolean none(String exchanger) {
        return exchanger.substring(exchanger.indexOf(' ') + 1).strip().equals(NULL_EXCHANGER);
    }

    private static boolean under(String domain, String other) {
        return domain.equals(other) || domain.endsWith("." + other);
    }
}
