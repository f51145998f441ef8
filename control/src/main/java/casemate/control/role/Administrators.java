package casemate.control.role;

import casemate.base.CustomerId;
import casemate.control.account.Accounts;
import casemate.control.account.Membership;
import casemate.control.account.Memberships;
import casemate.control.account.Person;
import casemate.control.web.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Who looks after a person's account: those who may change other people at the same customer, or
/// operators.
public final class Administrators {
    /// Letters about one event; who runs a company with more administrators has them talk to one another.
    private static final int MOST = 50;

    private static final int PAGE = 1_000;

    private final Memberships memberships;
    private final Roles roles;
    private final Accounts accounts;

    Administrators(Memberships memberships, Roles roles, Accounts accounts) {
        this.memberships = memberships;
        this.roles = roles;
        this.accounts = accounts;
    }

    public List<Person> of(Person person) {
        return person.operator()
                ? accounts.operators().stream().limit(MOST).toList()
                : memberships.of(person.id()).stream()
                        .flatMap(m -> of(m.customer()).stream())
                        .distinct()
                        .limit(MOST)
                        .toList();
    }

    public List<Person> of(CustomerId customer) {
        Set<String> able = roles.all(customer).stream()
                .filter(r -> r.permissions().contains(Permission.MEMBER_MANAGE))
                .map(r -> r.code())
                .collect(Collectors.toSet());
        List<Person> found = new ArrayList<>();
        String after = "";
        List<Membership> page;
        do {
            page = memberships.of(customer, after, PAGE);
            page.stream()
                    .filter(m -> m.role().filter(able::contains).isPresent())
                    .flatMap(m -> accounts.person(m.person()).stream())
                    .forEach(found::add);
            after = page.isEmpty() ? "" : page.getLast().person().value();
        } while (page.size() == PAGE && found.size() < MOST);
        return found;
    }
}
