package casemate.control.role;

import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.control.web.Permission;
import casemate.control.web.PlainName;
import casemate.control.web.Rights;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Decides what roles come to, and who may give what to whom. Pure.
final class RoleRules {
    /// More roles than this nobody can tell apart in a list.
    static final int MOST_CUSTOM = 50;

    static final int MAX_NAME = 60;

    private RoleRules() {}

    /// What an assignment allows. A role that is unknown allows nothing.
    static Rights rights(Assignment assignment, Function<String, Optional<Role>> roles) {
        Set<Permission> everywhere =
                assignment.everywhere().flatMap(roles).map(Role::permissions).orElse(Set.of());
        Map<InstanceId, Set<Permission>> only = new HashMap<>();
        assignment.only().forEach((instance, code) -> {
            Set<Permission> each = EnumSet.noneOf(Permission.class);
            roles.apply(code).map(Role::permissions).orElse(Set.of()).stream()
                    .filter(Permission::perInstance)
                    .forEach(each::add);
            only.put(instance, each);
        });
        return new Rights(everywhere, only);
    }

    /// Nobody gives, or takes away, what they do not have themselves.
    ///
    /// @throws Refusal `role-beyond-own`
    static void within(Rights granter, Rights granted) {
        boolean within = granter.everywhere().containsAll(granted.everywhere())
                && granted.only().entrySet().stream()
                        .allMatch(each -> each.getValue().stream().allMatch(p -> granter.may(p, each.getKey())));
        if (!within) {
            throw Refusal.forbidden(
                    "role-beyond-own", "Your own role does not allow all of that; ask somebody whose role does.");
        }
    }

    /// @throws Refusal `role-name-malformed`
    static String name(String typed) {
        String name = typed.strip();
        if (!PlainName.fits(name, MAX_NAME)) {
            throw Refusal.invalid("role-name-malformed", "Give the role a name of letters, up to 60 characters.");
        }
        return name;
    }

    /// @throws Refusal `role-permissions-malformed` for none, and for what customers cannot have
    static Set<Permission> chosen(Iterable<String> codes) {
        Set<Permission> chosen = EnumSet.noneOf(Permission.class);
        for (String code : codes) {
            chosen.add(Permission.find(code).filter(p -> !p.staff()).orElseThrow(RoleRules::malformed));
        }
        if (chosen.isEmpty()) {
            throw malformed();
        }
        return chosen;
    }

    private static Refusal malformed() {
        return Refusal.invalid("role-permissions-malformed", "Choose at least one of the permissions on the page.");
    }
}
