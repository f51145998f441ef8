package casemate.control.step;

import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.UserId;
import casemate.control.account.Membership;
import casemate.control.account.Memberships;
import casemate.control.audit.Audit;
import casemate.control.factor.FactorRule;
import casemate.control.factor.Factors;
import casemate.control.role.Assignment;
import casemate.control.role.Roles;
import casemate.control.signin.Sessions;
import casemate.control.web.Viewer;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.transaction.support.TransactionTemplate;

/// Which of a customer's roles need a second factor. Holds from each person's next sign-in on, and
/// therefore has everybody sign in anew when more is asked than before.
final class RequiredRoles implements FactorRule {
    private final RequiredRoleTable table;
    private final Memberships memberships;
    private final Roles roles;
    private final Sessions sessions;
    private final Factors factors;
    private final Audit audit;
    private final TransactionTemplate transactions;

    RequiredRoles(
            RequiredRoleTable table,
            Memberships memberships,
            Roles roles,
            Sessions sessions,
            Factors factors,
            Audit audit,
            TransactionTemplate transactions) {
        this.table = table;
        this.memberships = memberships;
        this.roles = roles;
        this.sessions = sessions;
        this.factors = factors;
        this.audit = audit;
        this.transactions = transactions;
    }

    Set<String> of(CustomerId customer) {
        return table.of(customer);
    }

    /// Somebody who belongs to several customers signs in once for all of them: what one of them asks
    /// counts.
    @Override
    public boolean requires(UserId person, boolean operator) {
        return !operator && memberships.of(person).stream().anyMatch(this::requires);
    }

    private boolean requires(Membership membership) {
        return has(membership, table.of(membership.customer()));
    }

    private boolean has(Membership membership, Set<String> required) {
        if (required.isEmpty()) {
            return false;
        }
        Assignment assignment = roles.assignment(membership);
        return assignment.everywhere().filter(required::contains).isPresent()
                || assignment.only().values().stream().anyMatch(required::contains);
    }

    /// Says which roles need one from now on.
    ///
    /// @param wanted codes of roles
    /// @throws Refusal `role-unknown`, and `factor-first` for somebody who would ask of others what they
    /// lack
    void require(Set<String> wanted, Viewer by) {
        CustomerId customer = by.customer().orElseThrow();
        wanted.forEach(role -> roles.get(customer, role));
        Membership own = memberships.find(by.user(), customer).orElseThrow();
        if (has(own, wanted) && !factors.of(by.user()).any()) {
            throw Refusal.conflict(
                    "factor-first", "Your own role would need a second factor: set yours up before you ask for it.");
        }
        transactions.executeWithoutResult(_ -> {
            Set<String> more = new HashSet<>(wanted);
            more.removeAll(table.of(customer));
            table.replace(customer, wanted);
            audit.record(
                    by.actor(),
                    "step.require",
                    customer.value(),
                    Json.object()
                            .put("roles", String.join(",", new TreeSet<>(wanted)))
                            .build());
            if (!more.isEmpty()) {
                sessions.endOfCustomer(customer, Set.of(), by.user(), by.actor());
            }
        });
    }
}
