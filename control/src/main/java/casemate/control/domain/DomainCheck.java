package casemate.control.domain;

import casemate.control.dns.Dns;
import casemate.control.dns.Dns.Answer;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks in DNS whether a name belongs to whoever claims it, and whether it leads here. Both must hold: the TXT record
/// tells whose it is, the addresses keep a name that leads elsewhere from being ordered a certificate for.
final class DomainCheck {
    /// The TXT record lies beside the name, so that a CNAME can stand at the name itself.
    static final String PREFIX = "_casemate.";

    private final Dns dns;
    private final Set<InetAddress> ours;

    /// @param ours where this platform is reached; empty for wherever the instance's own name leads
    DomainCheck(Dns dns, Set<InetAddress> ours) {
        this.dns = dns;
        this.ours = Set.copyOf(ours);
    }

    /// What the TXT record must say.
    static String record(String token) {
        return "casemate-domain=" + token;
    }

    /// @param home the instance's name under the platform's domain
    Finding look(String host, String token, String home) {
        switch (dns.ask(PREFIX + host, Dns.Type.TXT)) {
            case Answer.Unknown _ -> {
                return Finding.UNKNOWN;
            }
            case Answer.Nothing _ -> {
                return Finding.UNSIGNED;
            }
            case Answer.Found said -> {
                if (said.values().stream().noneMatch(text -> plain(text).equals(record(token)))) {
                    return Finding.UNSIGNED;
                }
            }
        }
        Optional<Set<InetAddress>> theirs = addresses(host);
        Optional<Set<InetAddress>> here = ours.isEmpty() ? addresses(home) : Optional.of(ours);
        if (theirs.isEmpty() || here.isEmpty()) {
            return Finding.UNKNOWN;
        }
        if (theirs.get().isEmpty()) {
            return Finding.NOWHERE;
        }
        if (here.get().isEmpty()) {
            return Finding.HOMELESS;
        }
        return here.get().containsAll(theirs.get()) ? Finding.PROVEN : Finding.ELSEWHERE;
    }

    /// Empty when nobody knows.
    private Optional<Set<InetAddress>> addresses(String host) {
        Set<InetAddress> all = new HashSet<>();
        for (Dns.Type type : List.of(Dns.Type.A, Dns.Type.AAAA)) {
            switch (dns.ask(host, type)) {
                case Answer.Unknown _ -> {
                    return Optional.empty();
                }
                case Answer.Nothing _ -> {}
                case Answer.Found found -> found.values().forEach(text -> all.add(InetAddress.ofLiteral(text)));
            }
        }
        return Optional.of(all);
    }

    private static String plain(String text) {
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }
}
