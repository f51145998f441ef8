package casemate.control.issuer;

import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.UserId;
import casemate.control.access.Entrances;
import casemate.control.account.RightsEar;
import casemate.control.audit.Audit;
import casemate.control.instance.Blueprint.SignOn;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.signin.ActingEar;
import casemate.control.signin.Sessions;
import casemate.control.web.Site;
import casemate.control.web.Viewer;
import casemate.wire.EntryTicket;
import casemate.wire.Pass;
import casemate.wire.SnapshotKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/// The door of this room: hands members of an instance's customer a pass to it, for the edge in front of it, and takes
/// passes back. Nobody else learns whether there is such an instance.
public final class Passes implements RightsEar, ActingEar {
    /// A working day; what edges accept at most.
    static final Duration LIFE = Duration.ofHours(12);
    /// From this answer to the browser's next request.
    private static final Duration TICKET_LIFE = Duration.ofSeconds(60);

    private final Instances instances;
    private final Entrances entrances;
    private final Sessions sessions;
    private final PassTable table;
    private final Introductions introductions;
    private final SnapshotKey key;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Site site;
    private final Ids ids;
    private final Clock clock;

    Passes(
            Instances instances,
            Entrances entrances,
            Sessions sessions,
            PassTable table,
            Introductions introductions,
            SnapshotKey key,
            Audit audit,
            TransactionTemplate transactions,
            Site site,
            Ids ids,
            Clock clock) {
        this.instances = instances;
        this.entrances = entrances;
        this.sessions = sessions;
        this.table = table;
        this.introductions = introductions;
        this.key = key;
        this.audit = audit;
        this.transactions = transactions;
        this.site = site;
        this.ids = ids;
        this.clock = clock;
    }

    /// An address at the instance that lets this person in once.
    ///
    /// @param to a path there; the edge sees to it that it is one
    /// @param flow digest of what the browser holds that the edge sent here
    /// @throws casemate.base.Refusal `instance-unknown` for hosts of no instance of theirs
    String address(String host, String to, String flow, Viewer viewer) {
        Instance instance = instance(host, viewer);
        String origin = site.originAt(instance.listener(), host);
        introductions.of(viewer, instance);
        if (instances.signOn(instance) != SignOn.HEADER && !entrances.signsOn(instance.id())) {
            return origin + "/";
        }
        Instant now = clock.instant();
        Pass pass = pass(instance, viewer, now.truncatedTo(ChronoUnit.SECONDS));
        transactions.executeWithoutResult(_ -> {
            table.add(pass, viewer.session(), viewer.user(), instance, host);
            audit.record(viewer.actor(), "instance.enter", instance.id().value());
        });
        EntryTicket ticket = new EntryTicket(host, ids.make("tic"), to, now.plus(TICKET_LIFE), flow, pass);
        return origin + "/.casemate/enter?ticket=" + ticket.seal(key);
    }

    private Instance instance(String host, Viewer viewer) {
        return Optional.ofNullable(instances.at(List.of(host)).get(host))
                .filter(_ -> !viewer.operator())
                .map(id -> instances.get(id, viewer.actor()))
                .orElseThrow(Introductions::unknown);
    }

    /// It ends no later than the session that it comes from.
    private Pass pass(Instance instance, Viewer viewer, Instant now) {
        Instant until = now.plus(LIFE);
        Instant end = sessions.endsBy(viewer);
        Member member = introductions.of(viewer, instance);
        return new Pass(
                ids.make("pas"),
                now,
                until.isBefore(end) ? until : end,
                member.subject(),
                member.email(),
                member.name(),
                member.locale(),
                member.roles());
    }

    /// Whether this pass was made in the very session of a viewer, and counts: another site knows no such pass.
    boolean isOf(Viewer viewer, String id) {
        return held(viewer, id).isPresent();
    }

    /// Signs out whoever shows such a pass.
    ///
    /// @return where to go on
    String leave(Viewer viewer, String id) {
        PassTable.Held held = held(viewer, id).orElseThrow(Introductions::unknown);
        Instance instance = instances.get(held.instance(), viewer.actor());
        sessions.end(viewer, viewer.session());
        turn();
        return site.originAt(instance.listener(), held.host()) + "/";
    }

    private Optional<PassTable.Held> held(Viewer viewer, String id) {
        return table.find(id).filter(pass -> pass.session().equals(viewer.session()));
    }

    /// Who has other rights signs on again at the next request, and gets in if they still may.
    @Override
    public void changed(UserId person, CustomerId customer) {
        table.orphan(person, customer);
        turn();
    }

    @Override
    public void changed(CustomerId customer) {
        table.orphan(customer);
        turn();
    }

    @Override
    public void turned(String session) {
        table.orphan(session);
        turn();
    }

    /// Tells edges of the passes whose sessions are gone, and forgets those whose time is over.
    void turn() {
        transactions.executeWithoutResult(_ -> {
            Instant now = clock.instant();
            if (table.endOrphans(now) > 0) {
                instances.signOnsChanged();
            }
        });
    }

    void forget() {
        transactions.executeWithoutResult(_ -> table.forget(clock.instant()));
    }
}
