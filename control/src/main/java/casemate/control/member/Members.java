package casemate.control.member;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.base.UserId;
import casemate.control.account.Accounts;
import casemate.control.account.Customer;
import casemate.control.account.Member;
import casemate.control.account.Membership;
import casemate.control.account.Memberships;
import casemate.control.account.Person;
import casemate.control.audit.Audit;
import casemate.control.mail.Letter;
import casemate.control.mail.Mail;
import casemate.control.role.Assignment;
import casemate.control.role.Roles;
import casemate.control.signin.Sessions;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import casemate.control.web.Viewer;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/// The people of a customer: their roles, and how they leave. Whoever is changed or removed is signed out at once, and
/// is told.
public final class Members {
    private final Memberships memberships;
    private final Accounts accounts;
    private final Roles roles;
    private final Sessions sessions;
    private final InvitationTable invitations;
    private final Audit audit;
    private final Mail mail;
    private final TransactionTemplate transactions;
    private final Site site;

    Members(
            Memberships memberships,
            Accounts accounts,
            Roles roles,
            Sessions sessions,
            InvitationTable invitations,
            Audit audit,
            Mail mail,
            TransactionTemplate transactions,
            Site site) {
        this.memberships = memberships;
        this.accounts = accounts;
        this.roles = roles;
        this.sessions = sessions;
        this.invitations = invitations;
        this.audit = audit;
        this.mail = mail;
        this.transactions = transactions;
        this.site = site;
    }

    /// In the order of their ids.
    public List<Member> page(CustomerId customer, String sought, String after, int most) {
        return memberships.people(customer, sought, after, most);
    }

    /// @throws Refusal `member-unknown`, also for another customer's
    public Member get(CustomerId customer, String user) {
        return TypedId.user(user)
                .flatMap(id -> memberships.find(id, customer))
                .flatMap(m -> accounts.person(m.person()).map(p -> new Member(p, m)))
                .orElseThrow(Members::unknown);
    }

    /// Gives somebody other roles.
    ///
    /// @throws Refusal as [Roles#assign]
    public void assign(Member member, Assignment wanted, Viewer by) {
        transactions.executeWithoutResult(_ -> {
            Membership membership = member.membership();
            roles.assign(membership.customer(), membership.person(), wanted, by.rights(), by.actor());
            invitations.withdrawOf(membership.person());
            if (!membership.person().equals(by.user())) {
                sessions.endAll(membership.person(), by.actor());
                tell(member.person(), "member.letter.role", membership.customer());
            }
        });
    }

    /// Takes somebody out.
    ///
    /// @throws Refusal `last-owner`, `member-unknown`, `role-beyond-own`
    public void remove(Member member, Viewer by) {
        roles.mayChange(member.membership(), by.rights());
        out(member, by, "member.remove", "member.letter.removed");
    }

    /// Goes of one's own accord.
    ///
    /// @throws Refusal `last-owner`
    public void leave(Viewer viewer) {
        Member member = get(viewer.customer().orElseThrow(), viewer.user().value());
        out(member, viewer, "member.leave", "member.letter.left");
    }

    private void out(Member member, Viewer by, String action, String letter) {
        UserId person = member.person().id();
        CustomerId customer = member.membership().customer();
        transactions.executeWithoutResult(_ -> {
            tell(member.person(), letter, customer);
            sessions.endFor(person, customer, by.actor());
            invitations.withdrawOf(person);
            memberships.remove(person, customer);
            audit.record(by.actor(), action, person.value());
        });
    }

    private void tell(Person person, String words, CustomerId customer) {
        mail.post(new Letter(
                person.email().value(),
                person.language(),
                words,
                Optional.of(site.origin(Shell.PORTAL) + "/sign-in"),
                List.of(name(customer), site.origin(Shell.PORTAL))));
    }

    boolean exists(CustomerId customer) {
        return accounts.customer(customer).isPresent();
    }

    /// What a customer is called in letters.
    String name(CustomerId customer) {
        return accounts.customer(customer)
                .flatMap(c -> c.details().company())
                .or(() -> accounts.customer(customer).map(Customer::email).map(Object::toString))
                .orElse(customer.value());
    }

    static Refusal unknown() {
        return Refusal.notFound("member-unknown", "There is no such person in this account.");
    }
}
