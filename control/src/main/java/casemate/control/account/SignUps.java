package casemate.control.account;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.audit.Audit;
import casemate.control.mail.Letter;
import casemate.control.mail.Mail;
import casemate.control.password.Passwords;
import casemate.control.password.Verifiers;
import casemate.control.spam.SpamCheck;
import casemate.control.web.Language;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/// From a stranger's wish to a customer: sign up, get a letter, confirm. Whatever the address, the answer is
/// the same and costs the same, so that nobody learns who is a customer here.
public final class SignUps {
    /// Long enough to get to one's mail, short enough that an old mailbox opens nothing.
    static final Duration VALID = Duration.ofHours(24);

    /// Letters to one address for one sign-up, the first among them.
    static final int MAX_SENDS = 4;

    /// Sign-ups that wait for one address, and so letters a day that strangers from many places can make us
    /// write to it; past this none is added. Few strangers from few places never get there, so they cannot keep
    /// its owner out.
    static final int MAX_WAITING = 50;

    /// Tries at the password of one sign-up; who forgot it signs up anew.
    static final int MAX_ATTEMPTS = 5;

    private final SignupTable signups;
    private final PersonTable persons;
    private final MemberTable members;
    private final Verifiers verifiers;
    private final Passwords passwords;
    private final Audit audit;
    private final Mail mail;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final SecureRandom chance;
    private final Clock clock;
    private final Site site;
    /// Found late: the rooms that listen stand on this one.
    private final Supplier<List<CustomerEar>> ears;

    SignUps(
            Store store,
            Verifiers verifiers,
            Passwords passwords,
            Audit audit,
            Mail mail,
            TransactionTemplate transactions,
            Ids ids,
            SecureRandom chance,
            Clock clock,
            Site site,
            Supplier<List<CustomerEar>> ears) {
        this.signups = store.signups();
        this.persons = store.persons();
        this.members = store.members();
        this.verifiers = verifiers;
        this.passwords = passwords;
        this.audit = audit;
        this.mail = mail;
        this.transactions = transactions;
        this.ids = ids;
        this.chance = chance;
        this.clock = clock;
        this.site = site;
        this.ears = ears;
    }

    /// The key of words of what is wrong with the password; empty for one that may be chosen.
    Optional<String> problem(SignUp wish) {
        return passwords.problem(wish.password(), wish.known());
    }

    /// Notes the wish and writes a letter: to a stranger with the link that confirms, to a customer with the way to
    /// sign in.
    ///
    /// @throws Refusal `password-leaked`
    public void signUp(SignUp wish, Actor actor) {
        passwords.check(wish.password(), wish.known());
        String verifier = verifiers.make(wish.password());
        transactions.executeWithoutResult(_ -> {
            Instant now = clock.instant();
            signups.deleteExpired(now);
            boolean known = persons.find(Kind.CUSTOMER, wish.email()).isPresent();
            if (signups.count(wish.email()) >= MAX_WAITING) {
                return;
            }
            Token token = Token.random(chance);
            Pending pending = new Pending(ids.make("sup"), wish.email(), verifier, wish.language(), wish.details(), 1);
            signups.add(pending, token, now, now.plus(VALID));
            write(pending, token, known);
            audit.record(actor, "account.sign-up", pending.id());
        });
    }

    /// The same, unless it looks like what machines send: that is counted in the record, and nothing comes of it.
    ///
    /// @throws Refusal when it is taken for spam
    void take(SignUp wish, SpamCheck.Judgement judgement, Actor actor) {
        if (judgement.spam()) {
            refused(judgement, actor);
            throw spam();
        }
        signUp(wish, actor);
    }

    static Refusal spam() {
        return Refusal.forbidden("looks-like-spam", "That looked as if a machine had sent it; open the page anew.");
    }

    /// Notes that a form was refused, and for which signs.
    void refused(SpamCheck.Judgement judgement, Actor actor) {
        Json.Obj detail = Json.object()
                .put("score", judgement.score())
                .put("signs", String.join(" ", judgement.signs()))
                .build();
        transactions.executeWithoutResult(_ -> audit.record(actor, "account.spam", "sign-up", detail));
    }

    /// Writes the letter once more, within bounds. Says nothing about whether there was one.
    public void sendAgain(Email email, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            Instant now = clock.instant();
            boolean known = persons.find(Kind.CUSTOMER, email).isPresent();
            signups.newest(email, now).filter(p -> p.sends() < MAX_SENDS).ifPresent(pending -> {
                Token token = Token.random(chance);
                signups.sendAgain(pending.id(), token, now.plus(VALID));
                write(pending, token, known);
                audit.record(actor, "account.send-again", pending.id());
            });
        });
    }

    /// Whose sign-up a link confirms; empty when it is used up, too old or made up.
    public Optional<Email> waiting(Token token) {
        return signups.find(token, clock.instant()).map(Pending::email);
    }

    /// Makes the stranger a customer. The password must be given again: a link alone would let whoever typed in
    /// somebody else's address have an account that this somebody else confirmed.
    ///
    /// @throws Refusal when the link is of no use or the password is not the sign-up's
    public Person confirm(Token token, Secret password, Actor actor) {
        return confirm(token, password, Optional.empty(), actor);
    }

    /// The same from a known network address.
    public Person confirm(Token token, Secret password, Optional<String> address, Actor actor) {
        Pending pending = signups.find(token, clock.instant()).orElseThrow(SignUps::useless);
        if (!signups.tryOnce(pending.id(), MAX_ATTEMPTS)) {
            signups.use(pending.id());
            throw useless();
        }
        if (!verifiers.matches(password, pending.verifier())) {
            throw Refusal.forbidden("password-differs", "That is not the password of this sign-up; try again.");
        }
        try {
            return transactions.execute(_ -> {
                if (!signups.use(pending.id())) {
                    throw useless();
                }
                Person person = Person.customer(ids.user(), pending.email(), pending.language(), clock.instant());
                CustomerId customer = ids.customer();
                add(pending, person, customer);
                signups.delete(pending.email());
                audit.record(actor, "account.confirm", customer.value());
                ears.get().forEach(ear -> ear.arrived(customer, pending.details(), address, actor));
                return person;
            });
        } catch (DuplicateKeyException _) {
            throw useless();
        }
    }

    /// Takes the sign-ups of a drill's canaries away.
    void forget(String like) {
        signups.deleteLike(like);
    }

    private void add(Pending pending, Person person, CustomerId customer) {
        persons.addCustomer(customer, pending.details(), person.createdAt());
        persons.addPerson(person, pending.verifier());
        members.add(new Membership(person.id(), customer, Optional.of(Membership.OWNER), person.createdAt()));
    }

    private void write(Pending pending, Token token, boolean known) {
        Language language = pending.language();
        String to = pending.email().value();
        String portal = site.origin(Shell.PORTAL);
        mail.post(
                known
                        ? new Letter(
                                to, language, "account.letter.known", Optional.of(portal + "/sign-in"), List.of(portal))
                        : new Letter(
                                to,
                                language,
                                "account.letter.confirm",
                                Optional.of(portal + "/confirm?token=" + token.reveal()),
                                List.of(portal, String.valueOf(VALID.toHours()))));
    }

    private static Refusal useless() {
        return Refusal.notFound(
                "link-useless", "This link was used already or is too old; sign up again to get a new one.");
    }
}
