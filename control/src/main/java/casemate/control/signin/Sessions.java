package casemate.control.signin;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.UserId;
import casemate.control.account.Accounts;
import casemate.control.account.Acting;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Membership;
import casemate.control.account.Person;
import casemate.control.account.Token;
import casemate.control.audit.Audit;
import casemate.control.role.Roles;
import casemate.control.web.Viewer;
import casemate.control.web.Visitor;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.support.TransactionTemplate;

/// The door of this room: who is signed in, in which browsers.
public final class Sessions {
    /// Browsers of one person that are signed in at once; the longest unused is signed out first.
    static final int MOST = 30;

    /// The list shows the last use to the minute; writing it more often would be of no use.
    private static final Duration NOTED = Duration.ofMinutes(1);

    private final SessionTable table;
    private final PresentTable present;
    private final Throttle throttle;
    private final Accounts accounts;
    private final Roles roles;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final SecureRandom chance;
    private final Clock clock;
    /// Found late: the rooms that listen stand on this one.
    private final Supplier<List<FailureEar>> ears;
    private final Supplier<Elsewhere> elsewhere;
    private final Supplier<List<ActingEar>> actingEars;

    Sessions(
            SessionTable table,
            PresentTable present,
            Throttle throttle,
            Accounts accounts,
            Roles roles,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            SecureRandom chance,
            Clock clock,
            Supplier<List<FailureEar>> ears,
            Supplier<Elsewhere> elsewhere,
            Supplier<List<ActingEar>> actingEars) {
        this.table = table;
        this.present = present;
        this.throttle = throttle;
        this.accounts = accounts;
        this.roles = roles;
        this.audit = audit;
        this.transactions = transactions;
        this.ids = ids;
        this.chance = chance;
        this.clock = clock;
        this.ears = ears;
        this.elsewhere = elsewhere;
        this.actingEars = actingEars;
    }

    /// Who has this address and password. [AfterPassword] knows whether that is enough.
    ///
    /// @param device what the browser shows of an earlier sign-in
    /// @throws Refusal in the same words, and after the same work, whether or not the address is known
    Verified verify(Kind kind, Email email, Secret password, Visitor visitor, Optional<Token> device) {
        Optional<UserId> claimed = accounts.find(kind, email).map(Person::id);
        List<Throttle.Subject> subjects = throttle.subjects(kind, email, claimed, visitor, device);
        check(subjects, visitor);
        Optional<Person> person = accounts.verify(kind, email, password);
        if (person.isEmpty()) {
            failed(subjects, visitor, claimed.map(UserId::value).orElse("unknown"));
            throw refused();
        }
        return new Verified(person.get(), subjects.size() == 1);
    }

    /// Proves anew, by the password, who sits before a session. Throttled like a sign-in.
    ///
    /// @return the session's new token: whoever holds the old one, holds nothing
    /// @throws Refusal when it is another password
    public Token prove(Viewer viewer, Secret password, Visitor visitor, Optional<Token> device) {
        Kind kind = viewer.operator() ? Kind.OPERATOR : Kind.CUSTOMER;
        Email email = new Email(viewer.email());
        List<Throttle.Subject> subjects = throttle.subjects(kind, email, Optional.of(viewer.user()), visitor, device);
        check(subjects, visitor);
        if (accounts.verify(kind, email, password).isEmpty()) {
            failed(subjects, visitor, viewer.user().value());
            throw Refusal.forbidden("password-wrong", "That is not your present password; try again.");
        }
        return strengthen(viewer);
    }

    /// Holds another proof than a password against somebody who claims to be this person. Throttled like passwords, in
    /// counts of its own: a right password before it does not begin them anew.
    ///
    /// @param proof whether it is right
    /// @throws Refusal when it is not, or when too many were not
    public void guess(UserId person, Visitor visitor, Optional<Token> device, BooleanSupplier proof) {
        List<Throttle.Subject> subjects = throttle.subjectsOfCodes(person, visitor, device);
        check(subjects, visitor);
        if (!proof.getAsBoolean()) {
            failed(subjects, visitor, person.value());
            throw Refusal.forbidden(
                    "factor-code-wrong", "That code is not right; wait for the next one and try again.");
        }
    }

    /// Gives a session another token, for its person has just proved themselves once more.
    ///
    /// @return the new one: whoever holds the old one, holds nothing
    public Token strengthen(Viewer viewer) {
        Token token = Token.random(chance);
        transactions.executeWithoutResult(_ -> {
            if (!table.prove(viewer.session(), token, clock.instant())) {
                throw new Refusal(Refusal.Kind.UNAUTHENTICATED, "sign-in-needed", "Sign in, then try again.");
            }
            audit.record(viewer.actor(), "signin.step-up", viewer.session());
        });
        return token;
    }

    private void failed(List<Throttle.Subject> subjects, Visitor visitor, String claimed) {
        transactions.executeWithoutResult(_ -> {
            throttle.failed(subjects);
            ears.get().forEach(ear -> ear.failed(visitor));
            audit.record(new Actor.Anonymous(), "signin.refuse", claimed);
        });
    }

    private void check(List<Throttle.Subject> subjects, Visitor visitor) {
        try {
            throttle.check(subjects);
        } catch (Refusal refusal) {
            transactions.executeWithoutResult(_ -> ears.get().forEach(ear -> ear.failed(visitor)));
            throw refusal;
        }
    }

    /// Refuses, before the last step, who will not get in after it.
    ///
    /// @throws Refusal `sign-in-elsewhere` for somebody who must come by their customer's provider
    public void mayOpen(Person person) {
        if (!person.operator()) {
            elsewhere.get().home(person);
        }
    }

    /// Begins a session for somebody who has proved all that they must; for whoever had only a password to show,
    /// [AfterPassword] decides.
    ///
    /// @param known whether this browser is remembered already
    /// @throws Refusal `sign-in-elsewhere` for somebody who must come by their customer's provider,
    ///     `sign-in-refused` for somebody who was erased since
    public Opened open(Person person, Visitor visitor, boolean known) {
        Optional<CustomerId> home =
                person.operator() ? Optional.empty() : elsewhere.get().home(person);
        return opening(person, () -> {
            Opened opened = begin(person, home, visitor);
            return known
                    ? opened
                    : new Opened(opened.session(), opened.token(), Optional.of(throttle.remember(person.id())));
        });
    }

    /// Begins a session for somebody for whom their customer's provider has just vouched. It acts for that customer
    /// alone.
    ///
    /// @throws Refusal `sign-in-refused` for somebody who was erased since
    public Opened openFor(Person person, CustomerId customer, Visitor visitor) {
        return opening(person, () -> begin(person, Optional.of(customer), visitor));
    }

    private Opened opening(Person person, Supplier<Opened> begin) {
        try {
            return transactions.execute(_ -> begin.get());
        } catch (DataIntegrityViolationException e) {
            if (accounts.person(person.id()).isPresent()) {
                throw e;
            }
            // Erased since the password was looked at.
            throw refused();
        }
    }

    private static Refusal refused() {
        return new Refusal(
                Refusal.Kind.UNAUTHENTICATED, "sign-in-refused", "The address or the password is not right.");
    }

    private Opened begin(Person person, Optional<CustomerId> customer, Visitor visitor) {
        Token token = Token.random(chance);
        Instant now = clock.instant();
        table.deleteUnusedSince(now.minus(SessionRules.CUSTOMER.idle()));
        String id = ids.make("ses");
        table.add(id, token, person.id(), person.operator(), visitor, now);
        customer.ifPresent(c -> table.actFor(id, c));
        table.keepNewest(person.id(), MOST);
        if (!person.operator()) {
            accounts.present(person.id());
        }
        accounts.acting(person.id(), customer).ifPresent(acting -> audit.record(acting.actor(), "signin.open", id));
        return new Opened(id, token, Optional.empty());
    }

    /// Who holds this token, while its session lives.
    ///
    /// @param use whether this counts as use of the session
    public Optional<Viewer> viewer(Kind kind, Token token, boolean use) {
        Instant now = clock.instant();
        boolean operator = kind == Kind.OPERATOR;
        return present.find(token)
                .filter(p -> p.operator() == operator)
                .filter(p -> SessionRules.of(operator)
                        .alive(p.session().createdAt(), p.session().lastUsedAt(), now))
                .map(p -> {
                    if (use && p.session().lastUsedAt().plus(NOTED).isBefore(now)) {
                        table.used(p.session().id(), now);
                        if (!operator) {
                            accounts.present(p.acting().person().id());
                        }
                    }
                    return viewer(p);
                });
    }

    /// Has a session act for another customer that the person belongs to.
    ///
    /// @throws Refusal `customer-unknown`, also for one that they do not belong to, or not by this session
    public void actFor(Viewer viewer, CustomerId customer) {
        if (accounts.acting(viewer.user(), Optional.of(customer))
                        .flatMap(Acting::membership)
                        .filter(m -> m.customer().equals(customer))
                        .isEmpty()
                || !elsewhere.get().mayActFor(viewer, customer)) {
            throw Refusal.notFound("customer-unknown", "There is no such customer.");
        }
        transactions.executeWithoutResult(_ -> {
            table.actFor(viewer.session(), customer);
            actingEars.get().forEach(ear -> ear.turned(viewer.session()));
            audit.record(new Actor.Customer(viewer.user(), customer), "signin.act-for", customer.value());
        });
    }

    /// Where this person is signed in, the last used first.
    List<Session> of(Viewer viewer) {
        SessionRules rules = SessionRules.of(viewer.operator());
        Instant now = clock.instant();
        return table.of(viewer.user(), MOST).stream()
                .filter(s -> rules.alive(s.createdAt(), s.lastUsedAt(), now))
                .toList();
    }

    /// Where sessions began, of those that still live. Whether the asker may know it, is the asker's to say.
    public Map<String, Visitor> places(Collection<String> ids) {
        return table.places(ids);
    }

    /// When the session of this request ends at the latest.
    public Instant endsBy(Viewer viewer) {
        return table.of(viewer.user(), MOST).stream()
                .filter(s -> s.id().equals(viewer.session()))
                .map(s -> s.createdAt().plus(SessionRules.of(viewer.operator()).absolute()))
                .findFirst()
                .orElseThrow(
                        () -> new Refusal(Refusal.Kind.UNAUTHENTICATED, "sign-in-needed", "Sign in, then try again."));
    }

    /// Signs one browser out.
    public void end(Viewer viewer, String session) {
        transactions.executeWithoutResult(_ -> {
            if (table.end(viewer.user(), session)) {
                audit.record(viewer.actor(), "signin.end", session);
            }
        });
    }

    /// Signs every other browser out.
    void endOthers(Viewer viewer) {
        transactions.executeWithoutResult(_ -> {
            table.endOthers(viewer.user(), viewer.session());
            audit.record(viewer.actor(), "signin.end-others", viewer.user().value());
        });
    }

    /// Signs a person out everywhere: they were removed, or may no longer be who they were.
    ///
    /// @param actor who has it so
    public void endAll(UserId person, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            if (table.endAll(person) > 0) {
                audit.record(actor, "signin.end-all", person.value());
            }
        });
    }

    /// Signs a person out wherever they act for a customer: they belong to it no longer. Must come before their
    /// membership goes.
    ///
    /// @param actor who has it so
    public void endFor(UserId person, CustomerId customer, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            if (table.endFor(person, customer) > 0) {
                audit.record(
                        customer,
                        actor,
                        "signin.end-all",
                        person.value(),
                        Json.object().build());
            }
        });
    }

    /// Signs one browser out, on somebody else's word.
    public void end(String session, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            if (table.end(session)) {
                audit.record(actor, "signin.end", session);
            }
        });
    }

    /// Signs a customer's people out, wherever they act for it.
    ///
    /// @param stay sessions that go on
    /// @param but whose sessions go on
    public void endOfCustomer(CustomerId customer, Set<String> stay, UserId but, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            table.endOfCustomer(customer, stay, but);
            audit.record(actor, "signin.end-customer", customer.value());
        });
    }

    /// Changes the password, and signs every other browser out: one of them may be why.
    ///
    /// @return the session's new token: whoever got hold of the old one, holds nothing
    Token changePassword(Viewer viewer, Secret present, Secret wanted) {
        accounts.changePassword(viewer.user(), present, wanted, viewer.actor());
        endOthers(viewer);
        return strengthen(viewer);
    }

    private Viewer viewer(PresentTable.Present present) {
        Acting acting = present.acting();
        Person person = acting.person();
        return new Viewer(
                person.id(),
                acting.membership().map(Membership::customer),
                acting.customerName(),
                person.email().value(),
                person.language(),
                person.zone(),
                present.session().id(),
                present.session().provedAt(),
                roles.rights(acting, present.assignment()));
    }
}
