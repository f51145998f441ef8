package casemate.control.provider;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.control.account.Token;
import casemate.control.audit.Audit;
import casemate.control.dns.Dns;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to e-mail domains: claimed by whoever says so, verified by a TXT record that only their owner can set.
public final class EmailDomains {
    /// Beside the domain itself, and another than that of an instance's own domain.
    static final String PREFIX = "_casemate-sign-on.";

    static final int MOST = 50;

    private final EmailDomainTable table;
    private final Dns dns;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final SecureRandom chance;
    private final Clock clock;

    EmailDomains(
            EmailDomainTable table,
            Dns dns,
            Audit audit,
            TransactionTemplate transactions,
            SecureRandom chance,
            Clock clock) {
        this.table = table;
        this.dns = dns;
        this.audit = audit;
        this.transactions = transactions;
        this.chance = chance;
        this.clock = clock;
    }

    static String record(String token) {
        return "casemate-sign-on=" + token;
    }

    public List<EmailDomain> of(CustomerId customer) {
        return table.of(customer);
    }

    /// Whether a customer has proved that addresses under this domain are its people's.
    boolean owns(CustomerId customer, String domain) {
        return table.owner(domain).filter(customer::equals).isPresent();
    }

    /// @throws Refusal `domain-malformed`, `domains-too-many`
    void claim(CustomerId customer, String typed, Actor actor) {
        String domain = ProviderRules.domain(typed)
                .orElseThrow(() -> Refusal.invalid("mail-domain-malformed", "Enter a domain such as example.org."));
        transactions.executeWithoutResult(_ -> {
            if (table.of(customer).size() >= MOST) {
                throw Refusal.conflict(
                        "mail-domains-too-many", "There are " + MOST + " domains already; remove one first.");
            }
            table.claim(customer, domain, Token.random(chance).reveal(), clock.instant());
            audit.record(actor, "provider.claim-domain", customer.value());
        });
    }

    /// Looks for the record.
    ///
    /// @throws Refusal `domain-unproved` with what to do, `domain-taken`
    void verify(CustomerId customer, String name, Actor actor) {
        EmailDomain domain = table.find(customer, name).orElseThrow(EmailDomains::unknown);
        boolean found = switch (dns.ask(domain.recordName(), Dns.Type.TXT)) {
            case Dns.Answer.Found f -> f.values().stream().anyMatch(v -> plain(v).equals(domain.recordText()));
            case Dns.Answer.Nothing _ -> false;
            case Dns.Answer.Unknown _ ->
                throw Refusal.conflict("mail-domain-unasked", "DNS did not answer; try again in a few minutes.");
        };
        Instant now = clock.instant();
        try {
            transactions.executeWithoutResult(_ -> {
                table.looked(customer, name, found ? domain.verifiedAt().orElse(now) : null, now);
                audit.record(actor, found ? "provider.verify-domain" : "provider.miss-domain", customer.value());
            });
        } catch (DuplicateKeyException _) {
            throw Refusal.conflict(
                    "mail-domain-taken", "Another account has proved that this domain is its own; write to us.");
        }
        if (!found) {
            throw Refusal.conflict(
                    "mail-domain-unproved", "The record is not there yet; DNS may need some minutes after you set it.");
        }
    }

    /// What a drill needs to be true without DNS, for a name that nobody has.
    void trust(CustomerId customer, String domain) {
        Instant now = clock.instant();
        table.claim(customer, domain, Token.random(chance).reveal(), now);
        table.looked(customer, domain, now, now);
    }

    void remove(CustomerId customer, String name, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            if (!table.remove(customer, name)) {
                throw unknown();
            }
            audit.record(actor, "provider.remove-domain", customer.value());
        });
    }

    private static String plain(String text) {
        return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                ? text.substring(1, text.length() - 1)
                : text;
    }

    private static Refusal unknown() {
        return Refusal.notFound("mail-domain-unknown", "There is no such domain here.");
    }
}
