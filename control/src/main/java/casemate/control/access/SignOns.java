package casemate.control.access;

import casemate.base.Actor;
import casemate.base.Ids;
import casemate.base.Refusal;
import casemate.control.audit.Audit;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.web.Permission;
import casemate.control.web.Site;
import casemate.control.web.Viewer;
import casemate.wire.EntryTicket;
import casemate.wire.SnapshotKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/// Hands members of an instance's customer a ticket for the edge in front of it. Nobody else learns whether there is
/// such an instance.
final class SignOns {
    /// From this answer to the browser's next request.
    private static final Duration LIFE = Duration.ofSeconds(60);

    private final Instances instances;
    private final AccessTable table;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final SnapshotKey key;
    private final Site site;
    private final Ids ids;
    private final Clock clock;

    SignOns(
            Instances instances,
            AccessTable table,
            Audit audit,
            TransactionTemplate transactions,
            SnapshotKey key,
            Site site,
            Ids ids,
            Clock clock) {
        this.instances = instances;
        this.table = table;
        this.audit = audit;
        this.transactions = transactions;
        this.key = key;
        this.site = site;
        this.ids = ids;
        this.clock = clock;
    }

    /// An address at the instance that lets this person in once.
    ///
    /// @param to a path there; the edge sees to it that it is one
    /// @throws Refusal `instance-unknown` for hosts that are not an instance of this person's customer
    String address(String host, String to, Viewer viewer) {
        Actor actor = viewer.actor();
        String end = "." + site.domain();
        if (!host.endsWith(end)) {
            throw unknown();
        }
        Instance instance = instances.named(host.substring(0, host.length() - end.length()), actor);
        Optional<Restriction> rules = table.find(instance.id());
        if (!instance.host().equals(host)
                || !(actor instanceof Actor.Customer)
                || !viewer.may(Permission.INSTANCE_ENTER, instance.id())) {
            throw unknown();
        }
        String origin = site.originAt(instance.listener(), host);
        if (rules.filter(r -> r.restricted() && r.signOn()).isEmpty()) {
            return origin + "/";
        }
        transactions.executeWithoutResult(
                _ -> audit.record(actor, "access.enter", instance.id().value()));
        EntryTicket ticket =
                new EntryTicket(host, ids.make("tic"), to, clock.instant().plus(LIFE));
        return origin + "/.casemate/enter?ticket=" + ticket.seal(key);
    }

    private static Refusal unknown() {
        return Refusal.notFound("instance-unknown", "There is no such instance; look at the list of instances.");
    }
}
