package casemate.control.role;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.UserId;
import casemate.control.account.Acting;
import casemate.control.account.Membership;
import casemate.control.account.Memberships;
import casemate.control.audit.Audit;
import casemate.control.web.Permission;
import casemate.control.web.Rights;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/// The door of this room: what roles there are, who has which, and what they allow. What changes here holds from each
/// person's next request on, for rights are read anew with every one.
public final class Roles {
    private final RoleTable table;
    private final Memberships memberships;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final Clock clock;

    Roles(
            RoleTable table,
            Memberships memberships,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        this.table = table;
        this.memberships = memberships;
        this.audit = audit;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    /// What a person may do, for the customer that they act for or as an operator.
    public Rights rights(Acting acting) {
        return acting.membership().map(this::rights).orElseGet(() -> ofStaff(acting));
    }

    /// The same for a caller that has read the roles already.
    ///
    /// @param assignment does not count for operators
    public Rights rights(Acting acting, Assignment assignment) {
        return acting.membership()
                .map(m -> RoleRules.rights(assignment, code -> find(m.customer(), code)))
                .orElseGet(() -> ofStaff(acting));
    }

    private static Rights ofStaff(Acting acting) {
        return acting.person()
                .staffRole()
                .flatMap(Roles::staff)
                .map(role -> RoleRules.rights(Assignment.of(role.code()), Roles::staff))
                .orElse(Rights.NONE);
    }

    /// What a membership allows.
    public Rights rights(Membership membership) {
        return RoleRules.rights(assignment(membership), code -> find(membership.customer(), code));
    }

    public Assignment assignment(Membership membership) {
        return new Assignment(membership.role(), table.given(membership.person(), membership.customer()));
    }

    /// The built-in roles, then the customer's own.
    public List<Role> all(CustomerId customer) {
        return Stream.concat(Role.forCustomers().stream(), table.of(customer).stream())
                .toList();
    }

    /// The roles of operators.
    public List<Role> ofStaff() {
        return Role.forStaff();
    }

    public static Optional<Role> staff(String code) {
        return Role.forStaff().stream().filter(r -> r.code().equals(code)).findFirst();
    }

    /// @throws Refusal `role-unknown`
    public static Role getStaff(String code) {
        return staff(code).orElseThrow(Roles::unknown);
    }

    public Optional<Role> find(CustomerId customer, String code) {
        return code.startsWith(Role.PREFIX + "_")
                ? table.find(customer, code)
                : Role.forCustomers().stream()
                        .filter(r -> r.code().equals(code))
                        .findFirst();
    }

    /// Refuses what somebody may not give.
    ///
    /// @param granter what they may do themselves
    /// @throws Refusal `role-unknown`, `role-beyond-own`
    public void mayGive(CustomerId customer, Assignment wanted, Rights granter) {
        Stream.concat(wanted.everywhere().stream(), wanted.only().values().stream())
                .distinct()
                .forEach(code -> get(customer, code));
        RoleRules.within(granter, RoleRules.rights(wanted, code -> find(customer, code)));
    }

    /// Refuses who may not change or remove a person: whoever may do less than that person.
    ///
    /// @throws Refusal `role-beyond-own`
    public void mayChange(Membership membership, Rights granter) {
        RoleRules.within(granter, rights(membership));
    }

    /// Gives a person other roles in place of those that they have.
    ///
    /// @param granter what the one who does it may do themselves
    /// @throws Refusal `member-unknown`, `role-unknown`, `role-beyond-own`, `last-owner`
    public void assign(CustomerId customer, UserId person, Assignment wanted, Rights granter, Actor actor) {
        transactions.executeWithoutResult(_ -> {
            Membership membership = memberships
                    .find(person, customer)
                    .orElseThrow(() -> Refusal.notFound("member-unknown", "There is no such person in this account."));
            mayChange(membership, granter);
            mayGive(customer, wanted, granter);
            memberships.setRole(person, customer, wanted.everywhere());
            table.give(person, customer, wanted.only());
            memberships.rightsChanged(person, customer);
            audit.record(
                    actor,
                    "role.assign",
                    person.value(),
                    Json.object()
                            .put("role", wanted.everywhere().orElse(""))
                            .put("instances", wanted.only().size())
                            .build());
        });
    }

    /// Makes a role of the customer's own.
    ///
    /// @throws Refusal `role-name-malformed`, `role-name-taken`, `roles-too-many`, `role-beyond-own`
    public Role define(CustomerId customer, String name, Set<Permission> permissions, Rights granter, Actor actor) {
        Role role = new Role(ids.make(Role.PREFIX), RoleRules.name(name), permissions);
        RoleRules.within(granter, new Rights(role.permissions(), Map.of()));
        return named(() -> {
            if (table.of(customer).size() >= RoleRules.MOST_CUSTOM) {
                throw Refusal.conflict("roles-too-many", "There are 50 roles already; remove one first.");
            }
            table.add(customer, role, clock.instant());
            audit.record(actor, "role.define", role.code());
            return role;
        });
    }

    /// Changes one of the customer's own, for all who have it.
    ///
    /// @throws Refusal as [#define], and `role-unknown`
    public void change(
            CustomerId customer, String code, String name, Set<Permission> permissions, Rights granter, Actor actor) {
        Role wanted = new Role(own(customer, code, granter).code(), RoleRules.name(name), permissions);
        RoleRules.within(granter, new Rights(wanted.permissions(), Map.of()));
        named(() -> {
            table.change(wanted);
            memberships.rightsChanged(customer);
            audit.record(actor, "role.change", code);
            return wanted;
        });
    }

    /// @throws Refusal `role-in-use`, `role-unknown`, `role-beyond-own`
    public void remove(CustomerId customer, String code, Rights granter, Actor actor) {
        Role role = own(customer, code, granter);
        transactions.executeWithoutResult(_ -> {
            if (memberships.anybodyHas(customer, role.code()) || table.inUse(customer, role.code())) {
                throw Refusal.conflict("role-in-use", "Somebody has this role; give them another one first.");
            }
            table.remove(role.code());
            audit.record(actor, "role.remove", code);
        });
    }

    /// @throws Refusal `role-unknown`, also for another customer's
    public Role get(CustomerId customer, String code) {
        return find(customer, code).orElseThrow(Roles::unknown);
    }

    /// @param codes what a role is to allow
    /// @throws Refusal `role-permissions-malformed` for none, and for what customers cannot have
    public static Set<Permission> permissions(Iterable<String> codes) {
        return RoleRules.chosen(codes);
    }

    private Role own(CustomerId customer, String code, Rights granter) {
        Role role = table.find(customer, code).orElseThrow(Roles::unknown);
        RoleRules.within(granter, new Rights(role.permissions(), Map.of()));
        return role;
    }

    private static Refusal unknown() {
        return Refusal.notFound("role-unknown", "There is no such role; choose one of those on the page.");
    }

    private Role named(Supplier<Role> change) {
        try {
            return transactions.execute(_ -> change.get());
        } catch (DuplicateKeyException _) {
            throw Refusal.conflict("role-name-taken", "There is a role of this name already; choose another name.");
        }
    }
}
