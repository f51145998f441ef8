package casemate.control.step;

import casemate.base.Actor;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.UserId;
import casemate.control.account.Accounts;
import casemate.control.account.Membership;
import casemate.control.account.Memberships;
import casemate.control.account.Person;
import casemate.control.audit.Audit;
import casemate.control.factor.Factors;
import casemate.control.mail.Letter;
import casemate.control.mail.Mail;
import casemate.control.role.Administrators;
import casemate.control.role.Roles;
import casemate.control.signin.Sessions;
import casemate.control.web.Permission;
import casemate.control.web.PlainName;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import casemate.control.web.Viewer;
import casemate.control.web.Visitor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/// What becomes of a second factor that is lost. Nobody gets around one alone: its owner asks, with the
/// password, and either another administrator of their only customer grants it, or an operator does and
/// everybody concerned has a day to object. Whoever shows a factor after all, or changes their mind, ends
/// it.
final class LostFactors {
    /// Between an operator's grant and its effect: letters are read within a day.
    static final Duration WAIT = Duration.ofHours(24);

    /// Who asked and was not heard, or did not come back, asks again.
    static final Duration LIFE = Duration.ofDays(7);

    /// A list that a person can go through.
    private static final int MOST = 200;

    private static final int MAX_WHY = 200;

    private final LostTable table;
    private final Administrators administrators;
    private final Memberships memberships;
    private final Roles roles;
    private final Accounts accounts;
    private final Factors factors;
    private final Sessions sessions;
    private final Audit audit;
    private final Mail mail;
    private final Site site;
    private final TransactionTemplate transactions;
    private final Clock clock;

    LostFactors(
            LostTable table,
            Administrators administrators,
            Memberships memberships,
            Roles roles,
            Accounts accounts,
            Factors factors,
            Sessions sessions,
            Audit audit,
            Mail mail,
            Site site,
            TransactionTemplate transactions,
            Clock clock) {
        this.table = table;
        this.administrators = administrators;
        this.memberships = memberships;
        this.roles = roles;
        this.accounts = accounts;
        this.factors = factors;
        this.sessions = sessions;
        this.audit = audit;
        this.mail = mail;
        this.site = site;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// Whether this person has asked and it still counts.
    Optional<LostFactor> of(UserId person) {
        return table.find(person).flatMap(this::valid);
    }

    /// Asks for help, on behalf of somebody whose password was right. Asking again changes nothing.
    void ask(Half half, Visitor visitor) {
        Person person = half.person();
        Instant now = clock.instant();
        transactions.executeWithoutResult(_ -> {
            if (table.add(person.id(), visitor.address(), now)) {
                audit.record(new Actor.Anonymous(), "step.lost", person.id().value());
                tell(person, "step.letter.asked", List.of(visitor.address()));
                helpers(person)
                        .forEach(p -> tell(
                                p, "step.letter.help", List.of(person.email().value())));
            }
        });
    }

    /// Who asks, among those whom somebody may help: operators all customers' people, and other operators
    /// when they manage those; administrators their colleagues who belong to no other customer, for the
    /// factor guards that one's account as well.
    List<LostFactor> seenBy(Viewer viewer) {
        return table.all(MOST).stream()
                .flatMap(s -> valid(s).stream())
                .filter(l -> viewer.customer()
                        .map(c -> only(l.person())
                                .filter(m -> m.customer().equals(c))
                                .isPresent())
                        .orElseGet(() -> !l.person().operator() || viewer.may(Permission.STAFF_OPERATOR_MANAGE)))
                .toList();
    }

    /// Takes a colleague's factors away at once: one has asked, another one grants.
    ///
    /// @throws Refusal `lost-unknown`, `lost-own`, `role-beyond-own`
    void grant(String user, Viewer by) {
        LostFactor lost = get(user, by);
        notOneself(lost, by);
        roles.mayChange(only(lost.person()).orElseThrow(), by.rights());
        transactions.executeWithoutResult(_ -> {
            audit.record(by.actor(), "step.grant", lost.person().id().value());
            helpers(lost.person())
                    .forEach(p -> tell(
                            p,
                            "step.letter.granted",
                            List.of(lost.person().email().value(), by.email())));
            takeAway(lost.person(), by.actor());
        });
    }

    /// Grants it as an operator: it takes effect after [#WAIT], unless somebody objects.
    ///
    /// @param why how the operator knows that it is them
    /// @throws Refusal `lost-unknown`, `lost-own`, `lost-why-malformed`
    void grantLater(String user, String why, Viewer by) {
        LostFactor lost = get(user, by);
        notOneself(lost, by);
        if (!PlainName.fits(why.strip(), MAX_WHY)) {
            throw Refusal.invalid("lost-why-malformed", "Say in up to 200 letters how you know that it is them.");
        }
        Person person = lost.person();
        transactions.executeWithoutResult(_ -> {
            if (!table.grant(person.id(), by.user(), clock.instant().plus(WAIT))) {
                throw unknown();
            }
            audit.record(
                    by.actor(),
                    "step.grant-later",
                    person.id().value(),
                    Json.object().put("why", why.strip()).build());
            tell(person, "step.letter.waiting", List.of());
            helpers(person)
                    .forEach(p ->
                            tell(p, "step.letter.object", List.of(person.email().value())));
        });
    }

    /// Ends it: by an administrator of the customer, or an operator.
    ///
    /// @throws Refusal `lost-unknown`
    void refuse(String user, Viewer by) {
        LostFactor lost = get(user, by);
        end(lost.person().id(), by.actor());
    }

    /// Ends it, if there is one: the person has shown a factor.
    void end(UserId person, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            if (table.remove(person)) {
                audit.record(actor, "step.lost-end", person.value());
            }
        });
    }

    /// Takes away, at a sign-in, the factors of somebody for whom that is due.
    void apply(Person person) {
        table.forget(clock.instant().minus(LIFE));
        of(person.id())
                .flatMap(LostFactor::dueAt)
                .filter(due -> !due.isAfter(clock.instant()))
                .ifPresent(_ -> transactions.executeWithoutResult(_ -> takeAway(person, new Actor.Program("signin"))));
    }

    private void takeAway(Person person, Actor actor) {
        table.remove(person.id());
        factors.removeAll(person.id(), actor);
        sessions.endAll(person.id(), actor);
    }

    /// Who else is told, and may object: operators for an operator, administrators for a customer's person.
    private List<Person> helpers(Person person) {
        return administrators.of(person).stream()
                .filter(p -> !p.id().equals(person.id()))
                .toList();
    }

    private Optional<Membership> only(Person person) {
        List<Membership> all = memberships.of(person.id());
        return person.operator() || all.size() != 1 ? Optional.empty() : Optional.of(all.getFirst());
    }

    private Optional<LostFactor> valid(LostTable.Stored stored) {
        return accounts.person(stored.person())
                .filter(_ -> stored.askedAt().plus(LIFE).isAfter(clock.instant()))
                .map(p -> new LostFactor(p, stored.askedAt(), stored.place(), stored.dueAt()));
    }

    private void tell(Person person, String words, List<String> arguments) {
        Shell shell = person.operator() ? Shell.CONSOLE : Shell.PORTAL;
        mail.post(new Letter(
                person.email().value(),
                person.language(),
                words,
                Optional.of(site.origin(shell) + (words.equals("step.letter.help") ? "/account/lost" : "/sign-in")),
                arguments));
    }

    private LostFactor get(String user, Viewer by) {
        return seenBy(by).stream()
                .filter(l -> l.person().id().value().equals(user))
                .findFirst()
                .orElseThrow(LostFactors::unknown);
    }

    private static void notOneself(LostFactor lost, Viewer by) {
        if (lost.person().id().equals(by.user())) {
            throw Refusal.forbidden("lost-own", "Somebody else must grant what you asked for.");
        }
    }

    private static Refusal unknown() {
        return Refusal.notFound("lost-unknown", "Nobody asks for that, or not any more; look at the list.");
    }
}
