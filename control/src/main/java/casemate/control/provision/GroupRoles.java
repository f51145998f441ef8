package casemate.control.provision;

import casemate.base.Actor;
import java.util.List;
import java.util.Optional;

/// Which role a person has by the groups that their directory puts them in.
final class GroupRoles {
    private final GroupTable groups;
    private final Directory directory;
    private final RoleOrder order;

    GroupRoles(GroupTable groups, Directory directory, RoleOrder order) {
        this.groups = groups;
        this.directory = directory;
        this.order = order;
    }

    /// The role that allows most, among those of the groups; nobody without a group has one. One that was removed
    /// meanwhile gives nothing.
    Optional<String> of(Entry entry) {
        List<String> given = groups.roles(entry.id());
        List<String> offered = order.offered(entry.customer()).stream()
                .map(RoleOrder.Offer::code)
                .toList();
        return given.stream()
                .filter(offered::contains)
                .max((one, other) -> order.compare(entry.customer(), one, other));
    }

    /// Gives the role that the groups call for now to somebody who is here.
    void settle(Entry entry, Actor actor) {
        entry.person()
                .filter(p -> directory.belongs(entry.customer(), p))
                .ifPresent(p -> directory.give(entry.customer(), p, of(entry), actor));
    }
}
