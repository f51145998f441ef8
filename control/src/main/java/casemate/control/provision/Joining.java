package casemate.control.provision;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.UserId;
import casemate.control.account.Accounts;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Membership;
import casemate.control.account.Memberships;
import casemate.control.account.Person;
import casemate.control.scim.ScimProblem;
import casemate.control.signin.Sessions;
import casemate.control.token.Tokens;
import casemate.control.web.Language;
import java.util.Locale;
import java.util.Optional;

/// Accounts, memberships, sessions and tokens, as a directory moves them. Its callers bring the transaction.
final class Joining implements Directory {
    private final Accounts accounts;
    private final Memberships memberships;
    private final Sessions sessions;
    private final Tokens tokens;
    private final OwnDomains domains;

    Joining(Accounts accounts, Memberships memberships, Sessions sessions, Tokens tokens, OwnDomains domains) {
        this.accounts = accounts;
        this.memberships = memberships;
        this.sessions = sessions;
        this.tokens = tokens;
        this.domains = domains;
    }

    @Override
    public Optional<UserId> join(
            CustomerId customer, Email email, Optional<String> language, Optional<String> role, Actor actor) {
        Optional<Person> known = accounts.find(Kind.CUSTOMER, email);
        if (known.isPresent() && belongs(customer, known.get().id())) {
            return known.map(Person::id);
        }
        // Whether somebody has an account elsewhere is not for a stranger's directory to learn, nor to decide about.
        if (known.isPresent() && !domains.owns(customer, email)) {
            return Optional.empty();
        }
        UserId person = known.map(Person::id)
                .orElseGet(
                        () -> accounts.admit(email, language(language), actor).id());
        memberships.add(person, customer, role);
        return Optional.of(person);
    }

    @Override
    public void leave(CustomerId customer, UserId person, Actor actor) {
        // Sessions first: whoever belongs to nobody else is gone after the membership. What somebody does for another
        // customer is not for this one's directory to end.
        sessions.endFor(person, customer, actor);
        tokens.revokeOf(customer, person, actor);
        if (belongs(customer, person)) {
            memberships.remove(person, customer);
        }
    }

    @Override
    public void give(CustomerId customer, UserId person, Optional<String> role, Actor actor) {
        memberships
                .find(person, customer)
                .filter(m -> !m.owner() && !m.role().equals(role))
                .ifPresent(_ -> memberships.setRole(person, customer, role));
    }

    @Override
    public boolean belongs(CustomerId customer, UserId person) {
        return memberships.find(person, customer).isPresent();
    }

    @Override
    public void rename(CustomerId customer, UserId person, Email email, Actor actor) {
        boolean alone =
                memberships.of(person).stream().map(Membership::customer).allMatch(customer::equals);
        if (!alone || !domains.owns(customer, email)) {
            throw ScimProblem.mutability(
                    "The address of somebody who is here is theirs to change, unless its domain is verified as yours.");
        }
        accounts.readdress(person, email, actor);
    }

    private static Language language(Optional<String> tag) {
        return tag.map(t -> t.toLowerCase(Locale.ROOT).replaceFirst("[-_].*", ""))
                .flatMap(Language::find)
                .orElse(Language.EN);
    }
}
