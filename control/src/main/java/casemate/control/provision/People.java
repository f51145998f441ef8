package casemate.control.provision;

import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.Refusal;
import casemate.base.UserId;
import casemate.control.account.Email;
import casemate.control.audit.Audit;
import casemate.control.scim.Asked;
import casemate.control.scim.Discovery;
import casemate.control.scim.Patch;
import casemate.control.scim.Resource;
import casemate.control.scim.ScimProblem;
import casemate.control.scim.Slice;
import casemate.control.scim.UserWish;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to users as a directory knows them. Each change is one transaction: the entry, the membership and sessions
/// behind it, and the audit.
final class People {
    private final EntryTable table;
    private final GroupRoles roles;
    private final Directory directory;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final Clock clock;

    People(
            EntryTable table,
            GroupRoles roles,
            Directory directory,
            Audit audit,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        this.table = table;
        this.roles = roles;
        this.directory = directory;
        this.audit = audit;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    Slice<Entry> list(CustomerId customer, Asked asked) {
        return table.list(customer, asked);
    }

    Entry get(CustomerId customer, String id) {
        return table.find(customer, id).orElseThrow(ScimProblem::unknown);
    }

    Map<String, List<Resource.Named>> groups(Collection<Entry> entries, String base) {
        return table.groups(entries.stream().map(Entry::id).toList(), base);
    }

    /// @throws ScimProblem `uniqueness` for a name or address that another entry has
    Entry create(ScimClient by, UserWish wish) {
        email(wish);
        Instant now = clock.instant();
        return once(() -> {
            if (table.named(by.customer(), wish.userName()).isPresent()) {
                throw nameTaken();
            }
            Entry entry = settled(new Entry(ids.make("scu"), by.customer(), Optional.empty(), wish, 1, now, now), by);
            table.add(entry);
            audit.record(by.customer(), by.actor(), "provision.create", entry.id(), by.told());
            return entry;
        });
    }

    Entry replace(ScimClient by, String id, Optional<String> ifMatch, UserWish wish) {
        return change(by, id, ifMatch, _ -> wish);
    }

    Entry patch(ScimClient by, String id, Optional<String> ifMatch, Patch patch) {
        return change(by, id, ifMatch, user -> user.patched(patch));
    }

    private Entry change(ScimClient by, String id, Optional<String> ifMatch, UnaryOperator<UserWish> change) {
        return once(() -> {
            Entry before = table.lock(by.customer(), id).orElseThrow(ScimProblem::unknown);
            matched(before.version(), ifMatch);
            UserWish wish = change.apply(before.user());
            if (same(wish, before.user())) {
                return before;
            }
            email(wish);
            Entry after = settled(
                    new Entry(
                            id,
                            before.customer(),
                            renamed(before, wish, by),
                            wish,
                            before.version() + 1,
                            before.created(),
                            clock.instant()),
                    by);
            table.save(after);
            audit.record(by.customer(), by.actor(), "provision.change", id, by.told());
            return after;
        });
    }

    /// What a wish says of the language is for a new account; it changes nothing later.
    private static boolean same(UserWish wish, UserWish before) {
        return wish.userName().equals(before.userName())
                && wish.externalId().equals(before.externalId())
                && wish.displayName().equals(before.displayName())
                && wish.givenName().equals(before.givenName())
                && wish.familyName().equals(before.familyName())
                && wish.email().equals(before.email())
                && wish.active() == before.active();
    }

    void delete(ScimClient by, String id, Optional<String> ifMatch) {
        transactions.executeWithoutResult(_ -> {
            Entry entry = table.lock(by.customer(), id).orElseThrow(ScimProblem::unknown);
            matched(entry.version(), ifMatch);
            entry.person().ifPresent(p -> directory.leave(by.customer(), p, by.actor()));
            table.delete(by.customer(), id);
            audit.record(by.customer(), by.actor(), "provision.delete", id, by.told());
        });
    }

    /// The entry with the membership that it calls for: joined when active, left when not.
    private Entry settled(Entry entry, ScimClient by) {
        Optional<UserId> here = entry.person().filter(p -> directory.belongs(entry.customer(), p));
        if (!entry.user().active()) {
            here.ifPresent(p -> directory.leave(entry.customer(), p, by.actor()));
            return with(entry, Optional.empty());
        }
        if (here.isPresent()) {
            return entry;
        }
        return with(
                entry,
                directory.join(
                        entry.customer(), email(entry.user()), entry.user().language(), roles.of(entry), by.actor()));
    }

    /// Who it is after a change of address. An address is changed for somebody who is here, never for a stranger.
    private Optional<UserId> renamed(Entry before, UserWish wish, ScimClient by) {
        if (wish.active() && !wish.email().equals(before.user().email())) {
            before.person().ifPresent(p -> directory.rename(before.customer(), p, email(wish), by.actor()));
        }
        return before.person();
    }

    private static Entry with(Entry entry, Optional<UserId> person) {
        return new Entry(
                entry.id(), entry.customer(), person, entry.user(), entry.version(), entry.created(), entry.changed());
    }

    private static Email email(UserWish wish) {
        try {
            return Email.parse(wish.email());
        } catch (Refusal _) {
            throw ScimProblem.invalidValue(
                    "A user needs an e-mail address, as userName or in emails, such as name@example.org.");
        }
    }

    /// @throws ScimProblem 412 for a version that is not today's
    static void matched(long version, Optional<String> ifMatch) {
        if (ifMatch.filter(h -> !h.strip().equals("*"))
                .filter(h -> Discovery.version(h).filter(v -> v == version).isEmpty())
                .isPresent()) {
            throw new ScimProblem(412, "", "The resource was changed meanwhile; read it again.");
        }
    }

    private Entry once(java.util.function.Supplier<Entry> change) {
        try {
            return transactions.execute(_ -> change.get());
        } catch (DuplicateKeyException _) {
            throw nameTaken();
        }
    }

    private static ScimProblem nameTaken() {
        return ScimProblem.uniqueness("Another user has this userName or this e-mail address.");
    }
}
