package casemate.control.role;

import casemate.control.web.Permission;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.util.MultiValueMap;

/// What somebody typed about a role of their own.
///
/// @param code of the role that is changed; empty for a new one
record RoleForm(String code, String name, Set<String> chosen) {
    static final RoleForm EMPTY = new RoleForm("", "", Set.of());

    static RoleForm of(Role role) {
        return new RoleForm(
                role.code(),
                role.name(),
                role.permissions().stream().map(Permission::code).collect(Collectors.toSet()));
    }

    static RoleForm read(String code, MultiValueMap<String, String> typed) {
        List<String> chosen = Optional.ofNullable(typed.get("permission")).orElse(List.of());
        String name = Optional.ofNullable(typed.getFirst("name")).orElse("");
        return new RoleForm(code, name, Set.copyOf(chosen));
    }
}
