package casemate.control.web;

import casemate.base.InstanceId;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// What a person may do for the customer they act for now, or as an operator.
///
/// @param everywhere for the customer and all of its instances
/// @param only for single instances besides
public record Rights(Set<Permission> everywhere, Map<InstanceId, Set<Permission>> only) {
    public static final Rights NONE = new Rights(Set.of(), Map.of());

    public Rights {
        everywhere = Set.copyOf(everywhere);
        only = Map.copyOf(only);
    }

    /// All that there is for customers.
    public static Rights owner() {
        return new Rights(EnumSet.copyOf(Permission.ofCustomers()), Map.of());
    }

    /// All that there is for operators.
    public static Rights administrator() {
        return new Rights(EnumSet.copyOf(Permission.ofStaff()), Map.of());
    }

    /// Whether it is allowed at all, be it for one instance only.
    public boolean may(Permission permission) {
        return everywhere.contains(permission) || somewhere(permission);
    }

    public boolean may(Permission permission, InstanceId instance) {
        return everywhere.contains(permission)
                || (permission.perInstance()
                        && only.getOrDefault(instance, Set.of()).contains(permission));
    }

    private boolean somewhere(Permission permission) {
        return permission.perInstance() && only.values().stream().anyMatch(each -> each.contains(permission));
    }
}
