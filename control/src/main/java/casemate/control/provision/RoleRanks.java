package casemate.control.provision;

import casemate.base.CustomerId;
import casemate.control.role.Assignment;
import casemate.control.role.Role;
import casemate.control.role.Roles;
import casemate.control.web.Rights;
import java.util.Comparator;
import java.util.List;

/// The built-in roles but the owner's, and the customer's own. One of its own says more of somebody than a built-in
/// one, so it comes first; only administrators come before it.
final class RoleRanks implements RoleOrder {
    private static final String ADMINISTRATOR = "administrator";
    /// What allows most last.
    private static final List<String> BUILT_IN = List.of("read-only", "member", "billing", ADMINISTRATOR);

    private static final Comparator<Role> RANK = Comparator.comparing(
                    (Role r) -> r.code().equals(ADMINISTRATOR))
            .thenComparing(Role::custom)
            .thenComparingInt(r -> r.custom() ? r.permissions().size() : BUILT_IN.indexOf(r.code()))
            .thenComparing(Role::code);

    private final Roles roles;

    RoleRanks(Roles roles) {
        this.roles = roles;
    }

    @Override
    public List<Offer> offered(CustomerId customer) {
        return roles.all(customer).stream()
                .filter(r -> r.custom() || BUILT_IN.contains(r.code()))
                .sorted(RANK.reversed())
                .map(r -> new Offer(r.code(), r.name()))
                .toList();
    }

    @Override
    public void mayGive(CustomerId customer, String role, Rights granter) {
        roles.mayGive(customer, Assignment.of(role), granter);
    }

    @Override
    public int compare(CustomerId customer, String one, String other) {
        return RANK.compare(roles.get(customer, one), roles.get(customer, other));
    }
}
