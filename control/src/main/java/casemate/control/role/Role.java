package casemate.control.role;

import casemate.control.web.Permission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// A named set of permissions.
///
/// @param code its name in forms and in the database; `rol_…` for one that a customer made
/// @param name what its customer calls it; empty for a built-in one, which has words
public record Role(String code, String name, Set<Permission> permissions) {
    static final String PREFIX = "rol";

    private static final Role OWNER = builtIn("owner", Permission.ofCustomers(), _ -> true);

    private static final Role BILLING = new Role(
            "billing",
            "",
            EnumSet.of(
                    Permission.BILLING_VIEW,
                    Permission.BILLING_MANAGE,
                    Permission.CUSTOMER_VIEW,
                    Permission.CUSTOMER_MANAGE));

    private static final Role MEMBER =
            new Role("member", "", EnumSet.of(Permission.INSTANCE_VIEW, Permission.INSTANCE_ENTER));

    private static final Role SUPPORT = new Role(
            "support",
            "",
            EnumSet.of(
                    Permission.STAFF_INSTANCE_VIEW,
                    Permission.STAFF_INSTANCE_OPERATE,
                    Permission.STAFF_ACCESS_VIEW,
                    Permission.STAFF_BACKUP_VIEW,
                    Permission.STAFF_BACKUP_MAKE,
                    Permission.STAFF_CUSTOMER_VIEW,
                    Permission.STAFF_BILLING_VIEW,
                    Permission.STAFF_MEMBER_VIEW,
                    Permission.STAFF_REQUEST_VIEW,
                    Permission.STAFF_FACTOR_RESET,
                    Permission.STAFF_GATEWAY_VIEW,
                    Permission.STAFF_NODE_VIEW,
                    Permission.STAFF_BAN_VIEW,
                    Permission.STAFF_BAN_MANAGE,
                    Permission.STAFF_POLICY_VIEW));

    /// Made once: every signed-in request looks its role up here.
    private static final List<Role> FOR_CUSTOMERS = List.of(
            OWNER,
            builtIn("administrator", Permission.ofCustomers(), p -> p != Permission.CUSTOMER_DELETE),
            MEMBER,
            BILLING,
            builtIn("read-only", Permission.ofCustomers(), Role::seeing));

    private static final List<Role> FOR_STAFF = List.of(
            builtIn("administrator", Permission.ofStaff(), _ -> true),
            SUPPORT,
            builtIn("read-only", Permission.ofStaff(), Role::seeing));

    public Role {
        permissions = Set.copyOf(permissions);
    }

    /// Those that every customer has. Whoever is not an owner cannot end the account, nor make an owner.
    static List<Role> forCustomers() {
        return FOR_CUSTOMERS;
    }

    /// Those that operators have.
    static List<Role> forStaff() {
        return FOR_STAFF;
    }

    public boolean custom() {
        return code.startsWith(PREFIX + "_");
    }

    /// The key of what a built-in one is called, in [casemate.control.web.Words].
    public String words() {
        return "role.name." + code;
    }

    /// Letters hold links that open things: to read them is more than to look.
    private static boolean seeing(Permission permission) {
        return permission.code().endsWith("-view") && permission != Permission.STAFF_MAIL_VIEW;
    }

    private static Role builtIn(String code, List<Permission> from, Predicate<Permission> chosen) {
        return new Role(code, "", EnumSet.copyOf(from.stream().filter(chosen).toList()));
    }
}
