package casemate.control.member;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.UserId;
import casemate.control.account.Accounts;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Memberships;
import casemate.control.account.Person;
import casemate.control.account.SeatRule;
import casemate.control.account.Token;
import casemate.control.audit.Audit;
import casemate.control.mail.Letter;
import casemate.control.mail.Mail;
import casemate.control.role.Assignment;
import casemate.control.role.Roles;
import casemate.control.web.Language;
import casemate.control.web.RateLimits;
import casemate.control.web.RateLimits.Limit;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import casemate.control.web.Viewer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionTemplate;

/// How people join: a letter with a link, which works once and for a week.
final class Invitations {
    /// A holiday's length would be kind; a forgotten mailbox should open nothing.
    static final Duration VALID = Duration.ofDays(7);

    /// Letters for one invitation, the first among them.
    static final int MAX_SENDS = 4;

    /// That wait, for one customer.
    static final int MAX_WAITING = 100;

    /// Letters that one customer can have written to strangers.
    private static final Limit LETTERS = new Limit("invitations", 50, Duration.ofHours(1));

    private final InvitationTable table;
    private final Accounts accounts;
    private final Memberships memberships;
    private final Members members;
    private final Roles roles;
    private final Audit audit;
    private final Mail mail;
    private final RateLimits limits;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final SecureRandom chance;
    private final Clock clock;
    private final Site site;
    private final Supplier<List<SeatRule>> seats;

    Invitations(
            InvitationTable table,
            Accounts accounts,
            Memberships memberships,
            Members members,
            Roles roles,
            Audit audit,
            Mail mail,
            RateLimits limits,
            TransactionTemplate transactions,
            Ids ids,
            SecureRandom chance,
            Clock clock,
            Site site,
            Supplier<List<SeatRule>> seats) {
        this.table = table;
        this.accounts = accounts;
        this.memberships = memberships;
        this.members = members;
        this.roles = roles;
        this.audit = audit;
        this.mail = mail;
        this.limits = limits;
        this.transactions = transactions;
        this.ids = ids;
        this.chance = chance;
        this.clock = clock;
        this.site = site;
        this.seats = seats;
    }

    List<Invitation> of(Optional<CustomerId> customer) {
        return table.of(customer, MAX_WAITING);
    }

    /// Invites somebody to a customer.
    ///
    /// @throws Refusal `email-malformed`, `role-unknown`, `role-beyond-own`, `member-already` and
    /// `invitations-too-many`
    void invite(CustomerId customer, String typed, String role, Viewer by) {
        Email email = address(typed);
        roles.mayGive(customer, Assignment.of(role), by.rights());
        if (accounts.find(Kind.CUSTOMER, email)
                .flatMap(p -> memberships.find(p.id(), customer))
                .isPresent()) {
            throw Refusal.conflict("member-already", "This person belongs to this account already.");
        }
        seats.get().forEach(rule -> rule.oneMore(customer, memberships.count(customer)));
        send(Optional.of(customer), email, role, by);
    }

    /// Invites somebody to the operators.
    ///
    /// @throws Refusal `email-malformed`, `role-unknown`, `email-taken`, `invitations-too-many`
    void inviteOperator(String typed, String role, Viewer by) {
        Email email = address(typed);
        String given = Roles.getStaff(role).code();
        if (accounts.find(Kind.OPERATOR, email).isPresent()) {
            throw Refusal.conflict("email-taken", "An operator with this address exists already.");
        }
        send(Optional.empty(), email, given, by);
    }

    private void send(Optional<CustomerId> customer, Email email, String role, Viewer by) {
        limits.count(LETTERS, customer.map(CustomerId::value).orElse("operators"));
        transactions.executeWithoutResult(_ -> {
            Instant now = clock.instant();
            table.deleteExpired(now);
            if (table.of(customer, MAX_WAITING).size() >= MAX_WAITING) {
                throw Refusal.conflict("invitations-too-many", "100 invitations wait already; withdraw some first.");
            }
            Token token = Token.random(chance);
            Invitation invitation =
                    new Invitation(ids.make("inv"), customer, email, role, by.user(), 1, now.plus(VALID));
            table.add(invitation, token, now);
            write(invitation, token, by);
            audit.record(by.actor(), "member.invite", invitation.id());
        });
    }

    /// Writes the letter once more, with a new link; the old one opens nothing any more.
    ///
    /// @throws Refusal `invitation-unknown`, `invitation-sent-enough`
    void sendAgain(Optional<CustomerId> customer, String id, Viewer by) {
        Invitation invitation = get(customer, id);
        if (invitation.sends() >= MAX_SENDS) {
            throw Refusal.conflict("invitation-sent-enough", "That letter was sent often enough; invite them anew.");
        }
        limits.count(LETTERS, customer.map(CustomerId::value).orElse("operators"));
        transactions.executeWithoutResult(_ -> {
            Token token = Token.random(chance);
            table.sendAgain(id, token, clock.instant().plus(VALID));
            write(invitation, token, by);
            audit.record(by.actor(), "member.invite-again", id);
        });
    }

    /// @throws Refusal `invitation-unknown`
    void withdraw(Optional<CustomerId> customer, String id, Viewer by) {
        get(customer, id);
        transactions.executeWithoutResult(_ -> {
            table.remove(id);
            audit.record(by.actor(), "member.withdraw", id);
        });
    }

    /// What a link invites to; empty when it is used up, withdrawn, too old or made up.
    Optional<Invitation> waiting(Token token) {
        return table.find(token, clock.instant());
    }

    /// Whether somebody has an account under the invited address already.
    boolean known(Invitation invitation) {
        return accounts.find(kind(invitation), invitation.email()).isPresent();
    }

    /// Joins as a new person, with a password.
    ///
    /// @throws Refusal `link-useless`, `email-taken`, `password-weak`
    void join(Token token, Secret password, Language language) {
        transactions.executeWithoutResult(_ -> {
            Invitation invitation = take(token);
            UserId person = invitation
                    .customer()
                    .map(c -> accounts.join(invitation.email(), password, language, c, invitation.role())
                            .person())
                    .orElseGet(() -> accounts.createOperator(
                            invitation.email(), password, language, invitation.role(), new Actor.Anonymous()));
            done(invitation, person);
        });
    }

    /// Joins one more customer with the account that one is signed in to.
    ///
    /// @throws Refusal `link-useless`, `invitation-not-yours`, `member-already`
    CustomerId accept(Token token, Viewer viewer) {
        return transactions.execute(_ -> {
            Invitation invitation = take(token);
            CustomerId customer = invitation.customer().orElseThrow(Invitations::useless);
            if (viewer.operator() || !invitation.email().value().equals(viewer.email())) {
                throw Refusal.forbidden(
                        "invitation-not-yours", "This invitation is to another address; sign in with that one.");
            }
            memberships.add(viewer.user(), customer, Optional.of(invitation.role()));
            done(invitation, viewer.user());
            return customer;
        });
    }

    String name(Invitation invitation) {
        return invitation.customer().map(members::name).orElse(site.domain());
    }

    /// Both sides are told: whoever joined reads it on the page, whoever invited gets a letter.
    private void done(Invitation invitation, UserId person) {
        audit.record(
                new Actor.Program("invitations"),
                "member.join",
                person.value(),
                Json.object().put("invitation", invitation.id()).build());
        accounts.person(invitation.by())
                .ifPresent(by -> mail.post(new Letter(
                        by.email().value(),
                        by.language(),
                        "member.letter.joined",
                        Optional.empty(),
                        List.of(invitation.email().value(), name(invitation)))));
    }

    private Invitation take(Token token) {
        Invitation invitation = waiting(token).orElseThrow(Invitations::useless);
        boolean roleThere = invitation
                .customer()
                .map(c -> roles.find(c, invitation.role()).isPresent())
                .orElseGet(() -> Roles.staff(invitation.role()).isPresent());
        if (!roleThere || !table.remove(invitation.id())) {
            throw useless();
        }
        return invitation;
    }

    private Invitation get(Optional<CustomerId> customer, String id) {
        return table.find(customer, id)
                .orElseThrow(() -> Refusal.notFound("invitation-unknown", "There is no such invitation any more."));
    }

    private void write(Invitation invitation, Token token, Viewer by) {
        Language language = accounts.find(kind(invitation), invitation.email())
                .map(Person::language)
                .orElse(by.language());
        String origin = site.origin(invitation.customer().isPresent() ? Shell.PORTAL : Shell.CONSOLE);
        mail.post(new Letter(
                invitation.email().value(),
                language,
                "member.letter.invitation",
                Optional.of(origin + "/invitation?token=" + token.reveal()),
                List.of(name(invitation), origin, String.valueOf(VALID.toDays()))));
    }

    private static Kind kind(Invitation invitation) {
        return invitation.customer().isPresent() ? Kind.CUSTOMER : Kind.OPERATOR;
    }

    private static Email address(String typed) {
        Email email = Email.parse(typed);
        if (email.value().endsWith(".invalid")) {
            throw Refusal.invalid("email-malformed", "Enter an e-mail address such as name@example.org.");
        }
        return email;
    }

    private static Refusal useless() {
        return Refusal.notFound(
                "invitation-useless", "This invitation was used already or is too old; ask for a new one.");
    }
}
