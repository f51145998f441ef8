package casemate.control.reset;

import casemate.base.Actor;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.account.Accounts;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Person;
import casemate.control.account.Token;
import casemate.control.audit.Audit;
import casemate.control.mail.Letter;
import casemate.control.mail.Mail;
import casemate.control.signin.Elsewhere;
import casemate.control.signin.Sessions;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionTemplate;

/// From a forgotten password to another one. Whether anybody has the address is told to its mailbox alone. Nobody is
/// signed in by it: who comes back signs in with the new password, and by their second factor if they have one.
final class Resets {
    /// Long enough to get to one's mail, short enough that an old mailbox opens nothing.
    static final Duration VALID = Duration.ofMinutes(60);

    /// Links of one person that wait at once, each in a letter. More are not written, and none of them is needed: while
    /// so many wait, the mailbox holds one that works. So whoever asks in somebody's name keeps nobody out.
    static final int MAX_WAITING = 10;

    private static final Actor SOMEBODY = new Actor.Anonymous();

    private final ResetTable table;
    private final Accounts accounts;
    private final Sessions sessions;
    private final Supplier<Elsewhere> elsewhere;
    private final Audit audit;
    private final Mail mail;
    private final TransactionTemplate transactions;
    private final SecureRandom chance;
    private final Clock clock;
    private final Site site;

    Resets(
            ResetTable table,
            Accounts accounts,
            Sessions sessions,
            Supplier<Elsewhere> elsewhere,
            Audit audit,
            Mail mail,
            TransactionTemplate transactions,
            SecureRandom chance,
            Clock clock,
            Site site) {
        this.table = table;
        this.accounts = accounts;
        this.sessions = sessions;
        this.elsewhere = elsewhere;
        this.audit = audit;
        this.mail = mail;
        this.transactions = transactions;
        this.chance = chance;
        this.clock = clock;
        this.site = site;
    }

    /// Writes to whoever has this address at this door; says nothing about whether anybody has.
    void ask(Kind kind, Email email) {
        transactions.executeWithoutResult(_ -> {
            Instant now = clock.instant();
            table.deleteExpired(now);
            Optional<Person> person = accounts.find(kind, email).filter(p -> !p.disabled());
            audit.record(SOMEBODY, "reset.ask", person.map(p -> p.id().value()).orElse("unknown"));
            person.filter(p -> table.count(p.id(), now) < MAX_WAITING).ifPresent(p -> write(p, now));
        });
    }

    private void write(Person person, Instant now) {
        String origin = origin(person);
        Token token = Token.random(chance);
        // Also for somebody who gets no link: it counts the letters.
        table.add(token, person.id(), person.email(), now, now.plus(VALID));
        post(
                person,
                comesElsewhere(person)
                        ? new Letter(
                                person.email().value(),
                                person.language(),
                                "reset.letter.elsewhere",
                                Optional.of(origin + "/sign-in"),
                                List.of(origin))
                        : new Letter(
                                person.email().value(),
                                person.language(),
                                "reset.letter.link",
                                Optional.of(origin + "/password/new?token=" + token.reveal()),
                                List.of(origin, String.valueOf(VALID.toMinutes()))));
    }

    private void post(Person person, Letter letter) {
        mail.post(letter);
        audit.record(SOMEBODY, "reset.write", person.id().value());
    }

    /// Whose password a link changes; empty when it is used up, too old, made up, of the other door, or went to an
    /// address that is its owner's no more.
    Optional<Person> waiting(Kind kind, Token token) {
        return table.find(token, clock.instant())
                .flatMap(w -> accounts.person(w.person()).filter(p -> p.email().equals(w.email())))
                .filter(p -> !p.disabled() && p.operator() == (kind == Kind.OPERATOR))
                .filter(p -> !comesElsewhere(p));
    }

    /// Changes the password and ends every session; another link of the same person is of no use any more.
    ///
    /// @throws Refusal `reset-link-useless`, `password-weak`, `password-leaked`
    void reset(Kind kind, Token token, Secret wanted) {
        transactions.executeWithoutResult(_ -> {
            Person person = waiting(kind, token).orElseThrow(Resets::useless);
            if (!table.use(token)) {
                throw useless();
            }
            table.deleteOf(person.id());
            accounts.resetPassword(person.id(), wanted, SOMEBODY);
            sessions.endAll(person.id(), SOMEBODY);
            mail.post(new Letter(
                    person.email().value(),
                    person.language(),
                    "reset.letter.done",
                    Optional.of(origin(person) + "/sign-in"),
                    List.of(origin(person))));
        });
    }

    private boolean comesElsewhere(Person person) {
        if (person.operator()) {
            return false;
        }
        try {
            elsewhere.get().home(person);
            return false;
        } catch (Refusal _) {
            return true;
        }
    }

    private String origin(Person person) {
        return site.origin(person.operator() ? Shell.CONSOLE : Shell.PORTAL);
    }

    private static Refusal useless() {
        return Refusal.notFound("reset-link-useless", "This link was used already or is too old; ask for a new one.");
    }
}
