package casemate.control.account;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.UserId;
import casemate.control.audit.Audit;
import casemate.control.field.Fields;
import casemate.control.password.Passwords;
import casemate.control.password.Verifiers;
import casemate.control.web.Language;
import casemate.vault.KeyOwner;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to those who have an account: customers, their people and the vendor's operators. Strangers
/// come in by [SignUps].
public final class Accounts {
    /// More who are written to at once means that nobody feels asked.
    private static final int MAX_WRITTEN_TO = 50;
    /// More operators than this are not few (OPS-4).
    private static final int MAX_STAFF = 500;

    /// The role of the operator who comes first, and of whom the assembly names.
    private static final String ADMINISTRATOR = "administrator";

    private final PersonTable persons;
    private final MemberTable members;
    private final Fields fields;
    private final Verifiers verifiers;
    private final Passwords passwords;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final Clock clock;
    /// Found late: the rooms that listen stand on this one.
    private final Supplier<List<CustomerEar>> ears;

    Accounts(
            Store store,
            Verifiers verifiers,
            Passwords passwords,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock,
            Supplier<List<CustomerEar>> ears) {
        this.persons = store.persons();
        this.members = store.members();
        this.fields = store.fields();
        this.verifiers = verifiers;
        this.passwords = passwords;
        this.audit = audit;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
        this.ears = ears;
    }

    /// Who has this address and password at this door. Takes as long for an address that nobody has. A
    /// verifier made in a weaker way than today's is replaced on the way.
    public Optional<Person> verify(Kind kind, Email email, Secret password) {
        Optional<PersonTable.Stored> stored =
                persons.find(kind, email).filter(s -> !s.person().disabled());
        if (stored.isEmpty()) {
            verifiers.matchNobody(password);
            return Optional.empty();
        }
        String verifier = stored.get().verifier();
        if (!verifiers.matches(password, verifier)) {
            return Optional.empty();
        }
        Person person = stored.get().person();
        if (verifiers.outdated(verifier)) {
            replace(person, password, "account.strengthen-password", new Actor.Program("signin"));
        }
        return Optional.of(person);
    }

    public Optional<Person> person(UserId id) {
        return persons.find(id).map(PersonTable.Stored::person);
    }

    /// Who this is and for whom they act: the customer that was chosen, or the first joined where none was.
    /// Never another than the chosen one: a session that one customer's provider has vouched for must not
    /// open a second customer's account when its person is taken out of the first.
    ///
    /// @return empty for nobody who may be signed in
    public Optional<Acting> acting(UserId id, Optional<CustomerId> chosen) {
        return persons.acting(id, chosen.map(CustomerId::value).orElse(""));
    }

    public Optional<Customer> customer(CustomerId id) {
        return persons.customer(id);
    }

    /// The newest first.
    ///
    /// @param before the smallest id already seen; empty to begin
    /// @param sought a part of the company or of somebody's address, or the number; empty for all
    public List<CustomerLine> customers(String sought, String before, int size) {
        return persons.customers(sought.strip().toLowerCase(Locale.ROOT), before, size);
    }

    public long countCustomers() {
        return persons.countCustomers();
    }

    /// @throws Refusal `key-destroyed` for a customer whose key was destroyed
    public void change(CustomerId id, Details details, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            persons.change(id, details);
            audit.record(actor, "account.change-details", id.value());
        });
    }

    public void choose(UserId id, Language language, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            persons.setLanguage(id, language);
            audit.record(actor, "account.choose-language", id.value());
        });
    }

    public void choose(UserId id, ZoneId zone, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            persons.setZone(id, zone);
            audit.record(actor, "account.choose-zone", id.value());
        });
    }

    /// Makes an account for somebody who was invited by a customer, and lets them belong to it.
    ///
    /// @throws Refusal `email-taken`, `password-weak`, `password-leaked`
    public Membership join(Email email, Secret password, Language language, CustomerId customer, String role) {
        passwords.check(password, List.of(email.value()));
        Person person = Person.customer(ids.user(), email, language, clock.instant());
        Membership membership = new Membership(person.id(), customer, Optional.of(role), person.createdAt());
        String verifier = verifiers.make(password);
        return once(() -> {
            persons.addPerson(person, verifier);
            members.add(membership);
            audit.record(
                    new Actor.Customer(person.id(), customer),
                    "account.join",
                    person.id().value());
            return membership;
        });
    }

    /// @throws Refusal when the present password is another, or the new one too easy
    public void changePassword(UserId id, Secret present, Secret wanted, Actor actor) {
        PersonTable.Stored stored = persons.find(id)
                .orElseThrow(() -> Refusal.notFound("person-unknown", "There is no such account any more."));
        if (!verifiers.matches(present, stored.verifier())) {
            throw Refusal.forbidden("password-wrong", "That is not your present password; try again.");
        }
        passwords.check(wanted, known(stored.person()));
        replace(stored.person(), wanted, "account.change-password", actor);
    }

    /// Who owns each of these customers: those who are written to about it.
    public Map<CustomerId, List<Person>> owners(Collection<CustomerId> customers) {
        return persons.owners(customers);
    }

    /// Tells those who listen that a customers' person is here.
    public void present(UserId person) {
        ears.get().forEach(ear -> ear.present(person));
    }

    /// Those who are written to when the platform needs somebody; the first few of the vendor's staff.
    public List<Person> operators() {
        return persons.operators(MAX_WRITTEN_TO);
    }

    /// Every operator, also those who may not sign in.
    public List<Person> staff() {
        return persons.staff(MAX_STAFF);
    }

    /// Gives an operator another role.
    ///
    /// @throws Refusal `last-administrator`
    public void changeStaffRole(UserId id, String role, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            persons.lockStaff();
            persons.setStaffRole(id, role);
            administrated();
            audit.record(actor, "account.change-staff-role", id.value());
        });
    }

    /// Keeps an operator out, or lets them in again.
    ///
    /// @throws Refusal `last-administrator`
    public void disable(UserId id, boolean disabled, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            persons.lockStaff();
            persons.disable(id, disabled ? Optional.of(clock.instant()) : Optional.empty());
            administrated();
            audit.record(actor, disabled ? "account.disable-operator" : "account.enable-operator", id.value());
        });
    }

    private void administrated() {
        if (persons.staff(MAX_STAFF).stream()
                .noneMatch(p -> !p.disabled() && p.staffRole().equals(Optional.of(ADMINISTRATOR)))) {
            throw Refusal.conflict(
                    "last-administrator", "This is the last administrator; make somebody else one first.");
        }
    }

    /// Whether there is somebody who can open the console.
    public boolean anyOperator() {
        return persons.anyOperator();
    }

    /// Makes an operator, already able to sign in.
    public UserId createOperator(Email email, Secret password, Language language, Actor actor) {
        return createOperator(email, password, language, ADMINISTRATOR, actor);
    }

    /// @param role of the vendor's staff
    public UserId createOperator(Email email, Secret password, Language language, String role, Actor actor) {
        passwords.check(password, List.of(email.value()));
        Person operator = Person.operator(ids.user(), email, language, role, clock.instant());
        String verifier = verifiers.make(password);
        return once(() -> {
            persons.addPerson(operator, verifier);
            audit.record(actor, "account.create-operator", operator.id().value());
            return operator.id();
        });
    }

    /// Makes a customer whose address needs no confirmation, because the operator vouches for it.
    ///
    /// @return its owner
    public Membership createCustomer(SignUp wish, Actor actor) {
        Instant now = clock.instant();
        passwords.check(wish.password(), wish.known());
        Person person = Person.customer(ids.user(), wish.email(), wish.language(), now);
        Membership owner = new Membership(person.id(), ids.customer(), Optional.of(Membership.OWNER), now);
        String verifier = verifiers.make(wish.password());
        return once(() -> {
            persons.addCustomer(owner.customer(), wish.details(), now);
            persons.addPerson(person, verifier);
            members.add(owner);
            audit.record(actor, "account.create-customer", owner.customer().value());
            ears.get().forEach(ear -> ear.arrived(owner.customer(), wish.details(), Optional.empty(), actor));
            return owner;
        });
    }

    /// Makes somebody for whom others vouch, a customer's directory or identity provider; they have no
    /// password yet.
    ///
    /// @throws Refusal `email-taken`
    public Person admit(Email email, Language language, Actor actor) {
        Person person = Person.customer(ids.user(), email, language, clock.instant());
        return once(() -> {
            persons.addPerson(person, Verifiers.ofNoPassword());
            audit.record(actor, "account.admit", person.id().value());
            return person;
        });
    }

    /// Gives a person another address, for whom the new one was verified already.
    ///
    /// @throws Refusal `email-taken`
    public void readdress(UserId id, Email email, Actor actor) {
        once(() -> {
            persons.setEmail(id, email);
            audit.record(actor, "account.readdress", id.value());
            return id;
        });
    }

    /// The customer with this address, for the assembly and the operator.
    public Optional<Person> find(Kind kind, Email email) {
        return persons.find(kind, email).map(PersonTable.Stored::person);
    }

    /// Takes a drill's canaries away again.
    ///
    /// @param like a pattern of SQL's LIKE over addresses under [Email#NOWHERE]
    public void removeCanaries(String like, Actor actor) {
        transactions.executeWithoutResult(
                _ -> persons.customersWithAddress(like).forEach(canary -> removeCanary(canary, actor)));
    }

    /// The same with those alone that were made before then: what a run that was killed has left, and not what
    /// another run needs.
    ///
    /// @return their addresses
    public List<Email> removeCanaries(String like, Instant before, Actor actor) {
        return persons.canaries(like, before).stream()
                .map(canary -> {
                    removeCanary(canary.customer(), actor);
                    return canary.email();
                })
                .toList();
    }

    /// Takes one of them away, and what other rooms keep of it, whatever is left of its account.
    public void removeCanary(CustomerId canary, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            persons.delete(canary);
            ears.get().forEach(ear -> ear.removed(canary));
            fields.discard(KeyOwner.of(canary));
            audit.record(actor, "account.remove-canary", canary.value());
        });
    }

    /// Gives somebody another password, who proved by their mailbox that they are its owner.
    ///
    /// @throws Refusal `password-weak`, `password-leaked`
    public void resetPassword(UserId id, Secret wanted, Actor actor) {
        Person person =
                person(id).orElseThrow(() -> Refusal.notFound("person-unknown", "There is no such account any more."));
        passwords.check(wanted, known(person));
        replace(person, wanted, "account.reset-password", actor);
    }

    /// Makes an account for somebody of whose password another system kept an unsalted SHA-256 digest. It
    /// is wrapped before it is stored, and replaced when they sign in.
    ///
    /// @return whether there is a new account; nothing is changed for an address that has one
    /// @throws Refusal `digest-malformed`, `customer-unknown`
    public boolean importDigest(Email email, String digest, Language language, CustomerId customer, String role) {
        if (customer(customer).isEmpty()) {
            throw Refusal.notFound("customer-unknown", "There is no such customer.");
        }
        if (find(Kind.CUSTOMER, email).isPresent()) {
            return false;
        }
        Person person = Person.customer(ids.user(), email, language, clock.instant());
        String verifier = verifiers.wrap(digest);
        Actor importer = new Actor.Program("import");
        once(() -> {
            persons.addPerson(person, verifier);
            members.add(new Membership(person.id(), customer, Optional.of(role), person.createdAt()));
            audit.record(importer, "account.import", person.id().value());
            return person;
        });
        return true;
    }

    /// What others know of somebody, and would try as their password.
    private List<String> known(Person person) {
        return acting(person.id(), Optional.empty())
                .flatMap(Acting::membership)
                .flatMap(m -> customer(m.customer()))
                .map(c -> SignUp.known(person.email(), c.details()))
                .orElseGet(() -> List.of(person.email().value()));
    }

    private void replace(Person person, Secret password, String action, Actor actor) {
        String verifier = verifiers.make(password);
        transactions.executeWithoutResult(_ -> {
            persons.setVerifier(person.id(), verifier);
            audit.record(actor, action, person.id().value());
        });
    }

    private <T> T once(Supplier<T> change) {
        try {
            return transactions.execute(_ -> change.get());
        } catch (DuplicateKeyException _) {
            throw Refusal.conflict("email-taken", "An account with this address exists already; use another address.");
        }
    }
}
