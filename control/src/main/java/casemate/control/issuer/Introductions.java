package casemate.control.issuer;

import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.control.instance.Instance;
import casemate.control.web.Permission;
import casemate.control.web.Viewer;
import java.util.ArrayList;
import java.util.List;

/// Who may be signed in to which instance, and what its application is told of them.
public final class Introductions {
    private final IssuerKeys keys;

    Introductions(IssuerKeys keys) {
        this.keys = keys;
    }

    /// @throws Refusal `instance-unknown` for everybody who may not even see it, `permission-missing`
    public Member of(Viewer viewer, Instance instance) {
        InstanceId id = instance.id();
        boolean theirs = viewer.customer().filter(instance.customer()::equals).isPresent();
        if (!theirs || !viewer.may(Permission.INSTANCE_VIEW, id)) {
            throw unknown();
        }
        if (!viewer.may(Permission.INSTANCE_ENTER, id)) {
            throw Refusal.forbidden(
                    "permission-missing", "Your role does not allow that; ask an administrator of your account.");
        }
        return new Member(
                keys.subject(id, viewer.user()),
                viewer.email(),
                name(viewer.email()),
                viewer.language().code(),
                roles(viewer, id),
                keys.session(id, viewer.session()),
                viewer.proved());
    }

    /// What people write before the `@`: nothing else is known of everybody.
    private static String name(String email) {
        return email.substring(0, email.indexOf('@'));
    }

    /// The strongest first. Each holds what the next one holds.
    private static List<String> roles(Viewer viewer, InstanceId instance) {
        List<String> roles = new ArrayList<>();
        if (viewer.may(Permission.CUSTOMER_DELETE)) {
            roles.add("owner");
        }
        if (viewer.may(Permission.ACCESS_MANAGE, instance)) {
            roles.add("administrator");
        }
        roles.add("member");
        return roles;
    }

    public static Refusal unknown() {
        return Refusal.notFound("instance-unknown", "There is no such instance; look at the list of instances.");
    }
}
