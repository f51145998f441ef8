package casemate.control.web;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What somebody may do. Roles are made of these, every handler names the one that it needs, and the matrix page is
/// drawn from them. Customers' permissions come first; `STAFF_X` is what `X` is called for operators.
public enum Permission {
    /// See an instance: its state, address and log.
    INSTANCE_VIEW(Scope.INSTANCE),
    /// Use the application itself by way of the platform's sign-on.
    INSTANCE_ENTER(Scope.INSTANCE),
    INSTANCE_CREATE(Scope.CUSTOMER),
    /// Start and stop.
    INSTANCE_OPERATE(Scope.INSTANCE),
    INSTANCE_DELETE(Scope.INSTANCE),
    /// See who gets in to an instance and what the firewall did.
    ACCESS_VIEW(Scope.INSTANCE),
    /// Set who gets in to an instance.
    ACCESS_MANAGE(Scope.INSTANCE),
    /// Set the firewall of an instance.
    PROTECTION_MANAGE(Scope.INSTANCE),
    /// See what is backed up, where, and when it was rehearsed.
    BACKUP_VIEW(Scope.INSTANCE),
    /// Order a backup.
    BACKUP_MAKE(Scope.INSTANCE),
    /// Replace an instance's data by a backup, or have a copy made beside it.
    BACKUP_RESTORE(Scope.INSTANCE),
    /// See the details for invoices, and the number of the customer.
    CUSTOMER_VIEW(Scope.CUSTOMER),
    CUSTOMER_MANAGE(Scope.CUSTOMER),
    /// Ask for the deletion of everything.
    CUSTOMER_DELETE(Scope.CUSTOMER),
    MEMBER_VIEW(Scope.CUSTOMER),
    /// Invite and remove people, and give them roles.
    MEMBER_MANAGE(Scope.CUSTOMER),
    /// Make roles of one's own.
    ROLE_MANAGE(Scope.CUSTOMER),
    /// Set the customer's identity provider and what its people must prove at sign-in.
    SIGN_ON_MANAGE(Scope.CUSTOMER),
    TOKEN_MANAGE(Scope.CUSTOMER),
    BILLING_VIEW(Scope.CUSTOMER),
    BILLING_MANAGE(Scope.CUSTOMER),
    /// See what the customer's people did.
    ACTIVITY_VIEW(Scope.CUSTOMER),
    DATA_EXPORT(Scope.CUSTOMER),

    STAFF_INSTANCE_VIEW(Scope.STAFF),
    STAFF_INSTANCE_OPERATE(Scope.STAFF),
    /// Withhold an instance from its customer, and choose its listener and limits.
    STAFF_INSTANCE_HOLD(Scope.STAFF),
    STAFF_INSTANCE_DELETE(Scope.STAFF),
    STAFF_ACCESS_VIEW(Scope.STAFF),
    STAFF_ACCESS_MANAGE(Scope.STAFF),
    STAFF_PROTECTION_MANAGE(Scope.STAFF),
    STAFF_BACKUP_VIEW(Scope.STAFF),
    STAFF_BACKUP_MAKE(Scope.STAFF),
    STAFF_BACKUP_RESTORE(Scope.STAFF),
    STAFF_CUSTOMER_VIEW(Scope.STAFF),
    /// See offers, and what every customer has.
    STAFF_BILLING_VIEW(Scope.STAFF),
    /// Change offers, and what a customer has.
    STAFF_BILLING_MANAGE(Scope.STAFF),
    STAFF_MEMBER_VIEW(Scope.STAFF),
    /// End tokens of customers, found lying about for example.
    STAFF_TOKEN_MANAGE(Scope.STAFF),
    /// See who asked for an export or a deletion.
    STAFF_REQUEST_VIEW(Scope.STAFF),
    /// Take such a request in hand, and say that it was carried out.
    STAFF_REQUEST_MANAGE(Scope.STAFF),
    /// Help a customer's user whose second factor is lost.
    STAFF_FACTOR_RESET(Scope.STAFF),
    STAFF_GATEWAY_VIEW(Scope.STAFF),
    /// See which machines run agents.
    STAFF_NODE_VIEW(Scope.STAFF),
    /// Invite and remove such machines.
    STAFF_NODE_MANAGE(Scope.STAFF),
    STAFF_BAN_VIEW(Scope.STAFF),
    STAFF_BAN_MANAGE(Scope.STAFF),
    STAFF_POLICY_VIEW(Scope.STAFF),
    STAFF_DRILL_RUN(Scope.STAFF),
    /// Read letters to customers; they hold links.
    STAFF_MAIL_VIEW(Scope.STAFF),
    STAFF_AUDIT_VIEW(Scope.STAFF),
    STAFF_OPERATOR_VIEW(Scope.STAFF),
    STAFF_OPERATOR_MANAGE(Scope.STAFF);

    /// For what a permission is given.
    private enum Scope {
        INSTANCE,
        CUSTOMER,
        STAFF
    }

    private static final String FOR_STAFF = "STAFF_";

    private final Scope scope;

    Permission(Scope scope) {
        this.scope = scope;
    }

    /// Whether it can be given for chosen instances only.
    public boolean perInstance() {
        return scope == Scope.INSTANCE;
    }

    /// Whether it is for operators.
    public boolean staff() {
        return scope == Scope.STAFF;
    }

    /// What the same is called for operators; empty where they have no such thing.
    public Optional<Permission> forStaff() {
        return staff()
                ? Optional.of(this)
                : Arrays.stream(values())
                        .filter(p -> p.name().equals(FOR_STAFF + name()))
                        .findFirst();
    }

    /// Its name in the database and in forms, such as `instance-view`.
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The key of what it allows, in [Words].
    public String words() {
        return "role.permission." + code();
    }

    public static Optional<Permission> find(String code) {
        return Arrays.stream(values()).filter(p -> p.code().equals(code)).findFirst();
    }

    public static List<Permission> ofCustomers() {
        return Arrays.stream(values()).filter(p -> !p.staff()).toList();
    }

    public static List<Permission> ofStaff() {
        return Arrays.stream(values()).filter(Permission::staff).toList();
    }
}
