package casemate.control.provision;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.audit.Audit;
import casemate.control.scim.Asked;
import casemate.control.scim.GroupChange;
import casemate.control.scim.GroupWish;
import casemate.control.scim.Resource;
import casemate.control.scim.ScimProblem;
import casemate.control.scim.Slice;
import casemate.control.web.Rights;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to groups as a directory knows them, and to the roles that the customer has given to them.
final class Groups {
    /// More are a mistake of the directory's settings.
    private static final int MAX_GROUPS = 1_000;
    /// What one answer may name; a list of larger groups is asked for without them.
    private static final int MAX_NAMED = 20_000;

    private final GroupTable table;
    private final EntryTable entries;
    private final GroupRoles roles;
    private final RoleOrder order;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final Clock clock;

    Groups(
            GroupTable table,
            EntryTable entries,
            GroupRoles roles,
            RoleOrder order,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        this.table = table;
        this.entries = entries;
        this.roles = roles;
        this.order = order;
        this.audit = audit;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    Slice<DirectoryGroup> list(CustomerId customer, Asked asked) {
        Slice<DirectoryGroup> slice = table.list(customer, asked);
        long named = slice.items().stream().mapToLong(DirectoryGroup::members).sum();
        if (asked.shows("members") && slice.items().size() > 1 && named > MAX_NAMED) {
            throw new ScimProblem(400, "tooMany", "Ask with excludedAttributes=members, or for fewer groups.");
        }
        return slice;
    }

    /// Those that the settings page shows, by name.
    List<DirectoryGroup> shown(CustomerId customer) {
        return table.byName(customer, MAX_GROUPS);
    }

    DirectoryGroup get(CustomerId customer, String id) {
        return table.find(customer, id).orElseThrow(ScimProblem::unknown);
    }

    List<Resource.Named> members(DirectoryGroup group, String base) {
        return table.members(group.id(), base);
    }

    DirectoryGroup create(ScimClient by, GroupWish wish) {
        Instant now = clock.instant();
        return once(() -> {
            if (table.count(by.customer()) >= MAX_GROUPS) {
                throw new ScimProblem(409, "", "There are " + MAX_GROUPS + " groups already; assign fewer.");
            }
            DirectoryGroup group = new DirectoryGroup(
                    ids.make("scg"),
                    by.customer(),
                    wish.displayName(),
                    wish.externalId(),
                    Optional.empty(),
                    0,
                    1,
                    now,
                    now);
            table.add(group);
            join(group, wish.members());
            audit.record(by.customer(), by.actor(), "provision.group-create", group.id(), by.told());
            return get(by.customer(), group.id());
        });
    }

    DirectoryGroup replace(ScimClient by, String id, Optional<String> ifMatch, GroupWish wish) {
        return change(
                by,
                id,
                ifMatch,
                List.of(
                        new GroupChange.Rename(wish.displayName()),
                        new GroupChange.Relabel(wish.externalId()),
                        new GroupChange.Empty(),
                        new GroupChange.Add(wish.members())));
    }

    DirectoryGroup patch(ScimClient by, String id, Optional<String> ifMatch, List<GroupChange> changes) {
        return change(by, id, ifMatch, changes);
    }

    private DirectoryGroup change(ScimClient by, String id, Optional<String> ifMatch, List<GroupChange> changes) {
        return once(() -> {
            DirectoryGroup group = table.lock(by.customer(), id).orElseThrow(ScimProblem::unknown);
            People.matched(group.version(), ifMatch);
            Set<String> touched = new TreeSet<>();
            DirectoryGroup after = group;
            for (GroupChange change : changes) {
                after = done(after, change, touched);
            }
            table.save(version(after));
            settle(by.customer(), group.role().isPresent() ? touched : Set.of(), by.actor());
            audit.record(by.customer(), by.actor(), "provision.group-change", id, by.told());
            return get(by.customer(), id);
        });
    }

    private DirectoryGroup done(DirectoryGroup group, GroupChange change, Set<String> touched) {
        switch (change) {
            case GroupChange.Rename(String name) -> {
                if (table.nameTaken(group.customer(), name, group.id())) {
                    throw nameTaken();
                }
                return named(group, name, group.externalId());
            }
            case GroupChange.Relabel(Optional<String> externalId) -> {
                return named(group, group.displayName(), externalId);
            }
            case GroupChange.Add(Set<String> members) -> {
                join(group, members);
                touched.addAll(members);
            }
            case GroupChange.Remove(Set<String> members) -> {
                table.leave(group.id(), members);
                touched.addAll(members);
            }
            case GroupChange.Empty() -> {
                Set<String> members = table.memberIds(group.id());
                table.leave(group.id(), members);
                touched.addAll(members);
            }
        }
        return group;
    }

    private void join(DirectoryGroup group, Collection<String> members) {
        if (table.join(group.customer(), group.id(), members) != members.size()) {
            throw ScimProblem.invalidValue("One of the members is no user of this directory.");
        }
    }

    void delete(ScimClient by, String id, Optional<String> ifMatch) {
        transactions.executeWithoutResult(_ -> {
            DirectoryGroup group = table.lock(by.customer(), id).orElseThrow(ScimProblem::unknown);
            People.matched(group.version(), ifMatch);
            Set<String> members = group.role().isPresent() ? table.memberIds(id) : Set.of();
            table.delete(by.customer(), id);
            settle(by.customer(), members, by.actor());
            audit.record(by.customer(), by.actor(), "provision.group-delete", id, by.told());
        });
    }

    /// Says what the members of a group may do; takes effect for all of them at once.
    ///
    /// @param role empty for nothing by this group
    /// @param granter what the one who says it may do themselves
    /// @throws Refusal `group-unknown`, `role-not-offered`, `role-beyond-own`
    void give(CustomerId customer, String id, Optional<String> role, Rights granter, Actor actor) {
        if (role.filter(r -> !offered(customer, r)).isPresent()) {
            throw Refusal.invalid("role-not-offered", "Choose one of the roles offered; groups make no owners.");
        }
        role.ifPresent(r -> order.mayGive(customer, r, granter));
        transactions.executeWithoutResult(_ -> {
            DirectoryGroup group = table.lock(customer, id)
                    .orElseThrow(() -> Refusal.notFound("group-unknown", "There is no such group; look again."));
            group.role().filter(r -> offered(customer, r)).ifPresent(r -> order.mayGive(customer, r, granter));
            table.save(version(new DirectoryGroup(
                    id,
                    customer,
                    group.displayName(),
                    group.externalId(),
                    role,
                    group.members(),
                    group.version(),
                    group.created(),
                    group.changed())));
            settle(customer, table.memberIds(id), actor);
            audit.record(
                    actor,
                    "provision.group-role",
                    id,
                    Json.object().put("role", role.orElse("")).build());
        });
    }

    private boolean offered(CustomerId customer, String role) {
        return order.offered(customer).stream().anyMatch(o -> o.code().equals(role));
    }

    private void settle(CustomerId customer, Set<String> members, Actor actor) {
        members.forEach(id -> entries.find(customer, id).ifPresent(entry -> roles.settle(entry, actor)));
    }

    private static DirectoryGroup named(DirectoryGroup group, String name, Optional<String> externalId) {
        return new DirectoryGroup(
                group.id(),
                group.customer(),
                name,
                externalId,
                group.role(),
                group.members(),
                group.version(),
                group.created(),
                group.changed());
    }

    private DirectoryGroup version(DirectoryGroup group) {
        return new DirectoryGroup(
                group.id(),
                group.customer(),
                group.displayName(),
                group.externalId(),
                group.role(),
                group.members(),
                group.version() + 1,
                group.created(),
                clock.instant());
    }

    private DirectoryGroup once(Supplier<DirectoryGroup> change) {
        try {
            return transactions.execute(_ -> change.get());
        } catch (DuplicateKeyException _) {
            throw nameTaken();
        }
    }

    private static ScimProblem nameTaken() {
        return ScimProblem.uniqueness("Another group has this displayName.");
    }
}
