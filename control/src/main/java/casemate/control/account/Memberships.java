package casemate.control.account;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.base.UserId;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to who belongs to which customer. Who may change it, and the record of the change, are its callers': they
/// call it in their own transaction.
public final class Memberships {
    /// Of one customer. The lists of people and groups are made for this many.
    public static final int MOST = 100_000;

    private final MemberTable members;
    private final PersonTable persons;
    private final TransactionTemplate transactions;
    private final Clock clock;
    /// Found late: the rooms that listen stand on this one.
    private final Supplier<List<RightsEar>> ears;

    Memberships(
            MemberTable members,
            PersonTable persons,
            TransactionTemplate transactions,
            Clock clock,
            Supplier<List<RightsEar>> ears) {
        this.members = members;
        this.persons = persons;
        this.transactions = transactions;
        this.clock = clock;
        this.ears = ears;
    }

    /// Those that a person belongs to, the first joined first.
    public List<Membership> of(UserId person) {
        return members.of(person);
    }

    /// Those who belong to a customer, by their ids.
    ///
    /// @param after the last person of the page before; empty to begin
    public List<Membership> of(CustomerId customer, String after, int most) {
        return members.of(customer, after, most);
    }

    /// The same with who they are.
    ///
    /// @param sought a part of the address; empty for all
    public List<Member> people(CustomerId customer, String sought, String after, int most) {
        return persons.members(customer, sought, after, most);
    }

    /// Those of some people who belong to a customer.
    ///
    /// @param ids of people; who does not belong to it is left out
    public List<Member> people(CustomerId customer, Collection<String> ids) {
        return persons.members(customer, ids);
    }

    public Optional<Membership> find(UserId person, CustomerId customer) {
        return members.find(person, customer);
    }

    public long count(CustomerId customer) {
        return members.count(customer);
    }

    /// Whether anybody of a customer has this role for all of it.
    public boolean anybodyHas(CustomerId customer, String role) {
        return members.countWith(customer, role) > 0;
    }

    public long countOwners(CustomerId customer) {
        return members.countWith(customer, Membership.OWNER);
    }

    /// Lets a person belong to one more customer.
    ///
    /// @throws Refusal `member-already`, `members-too-many`
    public Membership add(UserId person, CustomerId customer, Optional<String> role) {
        return transactions.execute(_ -> {
            members.lock(customer);
            if (members.find(person, customer).isPresent()) {
                throw Refusal.conflict("member-already", "This person belongs to this account already.");
            }
            if (members.count(customer) >= MOST) {
                throw Refusal.conflict("members-too-many", "This account has as many people as it can have.");
            }
            Membership membership = new Membership(person, customer, role, clock.instant());
            members.add(membership);
            return membership;
        });
    }

    /// @throws Refusal `last-owner`, `member-unknown`
    public void setRole(UserId person, CustomerId customer, Optional<String> role) {
        transactions.executeWithoutResult(_ -> {
            Membership membership = locked(person, customer);
            if (role.filter(Membership.OWNER::equals).isEmpty()) {
                notTheLast(membership);
            }
            members.setRole(person, customer, role);
            rightsChanged(person, customer);
        });
    }

    /// Tells those who listen, in the caller's transaction, of a change of roles that this room does not know of.
    public void rightsChanged(UserId person, CustomerId customer) {
        ears.get().forEach(ear -> ear.changed(person, customer));
    }

    /// The same of a change of what a role allows.
    public void rightsChanged(CustomerId customer) {
        ears.get().forEach(ear -> ear.changed(customer));
    }

    /// Takes a person out of a customer. Who then belongs to none has no account any more: nothing is kept without
    /// need.
    ///
    /// @throws Refusal `last-owner`, `member-unknown`
    public void remove(UserId person, CustomerId customer) {
        transactions.executeWithoutResult(_ -> {
            notTheLast(locked(person, customer));
            members.remove(person, customer);
            if (members.of(person).isEmpty()) {
                persons.deletePerson(person);
            }
        });
    }

    private Membership locked(UserId person, CustomerId customer) {
        members.lock(customer);
        return members.find(person, customer)
                .orElseThrow(() -> Refusal.notFound("member-unknown", "There is no such person in this account."));
    }

    private void notTheLast(Membership membership) {
        if (membership.owner() && members.countWith(membership.customer(), Membership.OWNER) == 1) {
            throw Refusal.conflict(
                    "last-owner", "This is the last owner; make somebody else an owner first, or delete the account.");
        }
    }
}
