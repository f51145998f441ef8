package casemate.control.member;

import casemate.base.Refusal;
import casemate.base.UserId;
import casemate.control.account.Accounts;
import casemate.control.account.Email;
import casemate.control.account.Person;
import casemate.control.account.Token;
import casemate.control.audit.Audit;
import casemate.control.mail.Letter;
import casemate.control.mail.Mail;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import casemate.control.web.Viewer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/// How a person comes to another address: a letter with a link goes to the new one, a notice to the old one, and only
/// the link makes the change. Nobody learns from it whether the new address has an account.
final class EmailChanges {
    static final Duration VALID = Duration.ofHours(24);

    /// Letters that one person can have written to addresses of others within [#VALID].
    static final int MAX_SENDS = 5;

    /// A change that waits.
    record Waiting(UserId person, Email email) {}

    private final EmailChangeTable table;
    private final Accounts accounts;
    private final Audit audit;
    private final Mail mail;
    private final TransactionTemplate transactions;
    private final SecureRandom chance;
    private final Clock clock;
    private final Site site;

    EmailChanges(
            EmailChangeTable table,
            Accounts accounts,
            Audit audit,
            Mail mail,
            TransactionTemplate transactions,
            SecureRandom chance,
            Clock clock,
            Site site) {
        this.table = table;
        this.accounts = accounts;
        this.audit = audit;
        this.mail = mail;
        this.transactions = transactions;
        this.chance = chance;
        this.clock = clock;
        this.site = site;
    }

    /// @throws Refusal `email-malformed`, `email-same`, `email-change-too-often`
    void ask(Viewer viewer, String typed) {
        Email email = Email.parse(typed);
        if (email.value().endsWith(".invalid")) {
            throw Refusal.invalid("email-malformed", "Enter an e-mail address such as name@example.org.");
        }
        if (email.value().equals(viewer.email())) {
            throw Refusal.invalid("email-same", "That is your address already.");
        }
        transactions.executeWithoutResult(_ -> {
            Instant now = clock.instant();
            Token token = Token.random(chance);
            if (!table.ask(viewer.user(), email, token, now, now.plus(VALID), now.minus(VALID), MAX_SENDS)) {
                throw new Refusal(
                        Refusal.Kind.TOO_MANY,
                        "email-change-too-often",
                        "You asked for this often enough today; try again tomorrow.");
            }
            String origin = site.origin(viewer.operator() ? Shell.CONSOLE : Shell.PORTAL);
            mail.post(new Letter(
                    email.value(),
                    viewer.language(),
                    "member.letter.new-address",
                    Optional.of(origin + "/email?token=" + token.reveal()),
                    List.of(origin, String.valueOf(VALID.toHours()))));
            notice(viewer.email(), viewer, "member.letter.address-asked", origin);
            audit.record(viewer.actor(), "member.ask-email", viewer.user().value());
        });
    }

    /// What a link would change; empty when it is used up, too old or made up.
    Optional<Waiting> waiting(Token token) {
        return table.find(token, clock.instant());
    }

    /// Makes the change, for the person who asked for it and who is signed in.
    ///
    /// @throws Refusal `email-link-useless`, `email-taken`
    void confirm(Token token, Viewer viewer) {
        transactions.executeWithoutResult(_ -> {
            Waiting change = waiting(token)
                    .filter(w -> w.person().equals(viewer.user()))
                    .orElseThrow(() -> Refusal.notFound(
                            "email-link-useless", "This link was used already, is too old, or is not yours."));
            Person before = accounts.person(viewer.user()).orElseThrow();
            table.remove(viewer.user());
            accounts.readdress(viewer.user(), change.email(), viewer.actor());
            notice(
                    before.email().value(),
                    viewer,
                    "member.letter.address-changed",
                    site.origin(viewer.operator() ? Shell.CONSOLE : Shell.PORTAL));
        });
    }

    private void notice(String to, Viewer viewer, String words, String origin) {
        mail.post(new Letter(to, viewer.language(), words, Optional.empty(), List.of(origin)));
    }
}
