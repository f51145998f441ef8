package casemate.control.provider;

import casemate.base.Actor;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Sha256;
import casemate.base.UserId;
import casemate.control.account.Accounts;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Membership;
import casemate.control.account.Memberships;
import casemate.control.account.Person;
import casemate.control.audit.Audit;
import casemate.control.web.Language;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Finds out which of our people it is that a provider sent, or makes one. Known by the provider's own name for them;
/// by an address only when the customer has proved that its domain is its own, and only once.
final class People {
    private final ConnectionTable connections;
    private final ArrivalTable arrivals;
    private final EmailDomains domains;
    private final Accounts accounts;
    private final Memberships memberships;
    private final Audit audit;
    private final Clock clock;

    People(
            ConnectionTable connections,
            ArrivalTable arrivals,
            EmailDomains domains,
            Accounts accounts,
            Memberships memberships,
            Audit audit,
            Clock clock) {
        this.connections = connections;
        this.arrivals = arrivals;
        this.domains = domains;
        this.accounts = accounts;
        this.memberships = memberships;
        this.audit = audit;
        this.clock = clock;
    }

    /// In the caller's transaction.
    ///
    /// @throws Refusal `sign-on-refused`, `sign-on-stranger`
    Person of(Connection connection, Arrival arrival, Language language) {
        if (!arrival.lasting()) {
            throw Refusal.forbidden(
                    "sign-on-refused",
                    "Nobody was signed in: the provider calls people by another name each time; have it send a lasting one.");
        }
        Actor actor = new Actor.Program("provider");
        Instant now = clock.instant();
        byte[] subject = Sha256.of(arrival.subject());
        String role = ProviderRules.role(connections.mappings(connection.id()), arrival.groups());
        Optional<Person> known = arrivals.known(connection.id(), subject).flatMap(accounts::person);
        Person person = known.orElseGet(() -> newcomer(connection, arrival, language, actor));
        if (known.isEmpty() && arrivals.linked(connection.id(), person.id())) {
            throw Refusal.forbidden(
                    "sign-on-stranger",
                    "Nobody was signed in: this address belongs to somebody whom the provider calls by another name.");
        }
        arrivals.link(connection.id(), subject, person.id(), now);
        if (known.isEmpty()) {
            audit.record(
                    connection.customer(), actor, "provider.link", person.id().value(), detail(connection));
        }
        belong(connection, person.id(), role, known.isEmpty(), actor);
        return person;
    }

    /// Somebody whom this connection has not sent before. The address alone proves nothing: it counts under
    /// domains that the customer has proved to own.
    private Person newcomer(Connection connection, Arrival arrival, Language language, Actor actor) {
        Email email = arrival.email()
                .flatMap(People::email)
                .filter(e -> domains.owns(connection.customer(), ProviderRules.domainOf(e.value())))
                .orElseThrow(
                        () -> Refusal.forbidden(
                                "sign-on-stranger",
                                "Nobody was signed in: the provider names no address under a domain that your company has verified here."));
        return accounts.find(Kind.CUSTOMER, email).orElseGet(() -> accounts.admit(email, language, actor));
    }

    /// Who is let in by the provider belongs to the customer; what groups say counts at every sign-in, except
    /// that owners stay owners: nobody loses the last key to their own house by a change at the provider.
    private void belong(Connection connection, UserId person, String role, boolean first, Actor actor) {
        Optional<Membership> membership = memberships.find(person, connection.customer());
        if (membership.isEmpty()) {
            if (!first) {
                throw Refusal.forbidden(
                        "sign-on-stranger", "Nobody was signed in: this person was removed from the account.");
            }
            memberships.add(person, connection.customer(), Optional.of(role));
            audit.record(connection.customer(), actor, "provider.join", person.value(), detail(connection));
            return;
        }
        List<Mapping> lines = connections.mappings(connection.id());
        boolean same = membership.get().role().filter(role::equals).isPresent();
        if (!lines.isEmpty() && !same && !membership.get().owner()) {
            memberships.setRole(person, connection.customer(), Optional.of(role));
            audit.record(
                    connection.customer(),
                    actor,
                    "provider.set-role",
                    person.value(),
                    Json.object().put("role", role).build());
        }
    }

    private static Optional<Email> email(String said) {
        try {
            return Optional.of(Email.parse(said));
        } catch (Refusal _) {
            return Optional.empty();
        }
    }

    private static Json.Obj detail(Connection connection) {
        return Json.object().put("connection", connection.id()).build();
    }
}
