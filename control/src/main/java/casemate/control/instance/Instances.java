package casemate.control.instance;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Slug;
import casemate.control.instance.Blueprint.SignOn;
import casemate.wire.PodLogs;
import casemate.wire.PodOrder;
import casemate.wire.PodOrder.Wanted;
import casemate.wire.ReportDesk;
import casemate.wire.SnapshotFeed;
import casemate.wire.Upstream;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to the instances of customers. Every change is one transaction: the wanted state, the audit
/// entry and the version of the snapshots that carry it out.
public final class Instances {
    /// A list's longest page.
    public static final int MAX_PAGE = 200;
    /// What one look at the logs shows.
    private static final int MAX_LOG_LINES = 1_000;

    private final InstanceTable table;
    private final SnapshotTable agents;
    private final Snapshots snapshots;
    private final Blueprints blueprints;
    private final AgentReports reports;
    private final EdgeReports edgeReports;
    private final Ordering ordering;
    private final Wishes wishes;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Hosts hosts;
    private final AtomicReference<Optional<PodLogs>> logs = new AtomicReference<>(Optional.empty());

    Instances(
            InstanceTable table,
            SnapshotTable agents,
            Snapshots snapshots,
            Blueprints blueprints,
            AgentReports reports,
            EdgeReports edgeReports,
            Ordering ordering,
            Wishes wishes,
            TransactionTemplate transaction,
            Clock clock,
            Hosts hosts) {
        this.table = table;
        this.agents = agents;
        this.snapshots = snapshots;
        this.blueprints = blueprints;
        this.reports = reports;
        this.edgeReports = edgeReports;
        this.ordering = ordering;
        this.wishes = wishes;
        this.transaction = transaction;
        this.clock = clock;
        this.hosts = hosts;
    }

    /// Orders a new instance. The answer holds the administrator's password, which nobody can ask for
    /// again.
    ///
    /// @throws Refusal `slug-taken`, `instances-too-many`, `blueprint-unknown`, `platform-full`
    public CreatedInstance create(CreateInstance wish, Actor actor) {
        return ordering.create(wish, "", actor);
    }

    /// The same, served by a private listener of the edge from its first moment.
    ///
    /// @param listener its name; empty for the shared one
    CreatedInstance create(CreateInstance wish, String listener, Actor actor) {
        return ordering.create(wish, listener, actor);
    }

    /// Orders another one like this, of the same customer, for a copy of its data: the same application,
    /// settings and administrator under another name.
    ///
    /// @throws Refusal `slug-taken`, `instances-too-many`, `platform-full`, `instance-erased`,
    /// `instance-unknown`
    public Instance beside(InstanceId id, Slug slug, Actor actor) {
        return ordering.beside(get(id, actor), slug, actor);
    }

    /// Refuses what cannot be created for anybody, before an account is made for it.
    void couldCreate(String blueprint, Slug slug) {
        ordering.couldCreate(blueprint, slug);
    }

    /// Whether a customer could take this name now; a hint, not a promise.
    public boolean nameIsFree(Slug slug, CustomerId asking) {
        try {
            InstanceRules.nameIsFree(table.holders(slug), asking, clock.instant());
            return true;
        } catch (Refusal _) {
            return false;
        }
    }

    public void start(InstanceId id, Actor actor) {
        wishes.change(id, InstanceWish.START, actor);
    }

    public void stop(InstanceId id, Actor actor) {
        wishes.change(id, InstanceWish.STOP, actor);
    }

    /// Has it served by a private listener of the edge alone (INS-4); an empty name brings it back to the
    /// shared one.
    ///
    /// @throws Refusal `listener-malformed`, `listener-operators-only`, `instance-erased`
    public void listen(InstanceId id, String listener, Actor actor) {
        wishes.listen(id, listener, actor);
    }

    /// Withholds it from its customer; the data is kept.
    public void suspend(InstanceId id, Actor actor) {
        wishes.change(id, InstanceWish.SUSPEND, actor);
    }

    public void resume(InstanceId id, Actor actor) {
        wishes.change(id, InstanceWish.RESUME, actor);
    }

    /// Erases it with all its data, for ever. The permit is the instance's own name, typed by whoever asks;
    /// it works once, for an erased instance refuses every wish.
    ///
    /// @throws Refusal `confirmation-wrong`
    public void erase(InstanceId id, String confirmation, Actor actor) {
        Instance instance = get(id, actor);
        if (!instance.slug().equals(confirmation.strip())) {
            throw Refusal.invalid(
                    "confirmation-wrong", "To erase it for ever, type the name of the instance as it stands.");
        }
        wishes.change(id, InstanceWish.ERASE, actor);
    }

    /// Erases all that a customer has, for ever: for the erasure of the customer itself, whose permit was
    /// another.
    public void eraseAll(CustomerId customer, Actor actor) {
        table.of(customer).stream()
                .filter(instance -> instance.wanted() != Wanted.ERASED)
                .forEach(instance -> wishes.change(instance.id(), InstanceWish.ERASE, actor));
    }

    /// @throws Refusal `instance-unknown`, also for another customer's
    public Instance get(InstanceId id, Actor actor) {
        Instance instance = table.find(id).orElseThrow(InstanceRules::notFound);
        InstanceRules.see(instance.customer(), actor);
        return instance;
    }

    /// The one that has this name now.
    ///
    /// @throws Refusal `instance-unknown`, also for another customer's
    public Instance named(String slug, Actor actor) {
        Instance instance = table.named(slug).orElseThrow(InstanceRules::notFound);
        InstanceRules.see(instance.customer(), actor);
        return instance;
    }

    /// The one that a person named, by its id or by its name.
    ///
    /// @throws Refusal `instance-unknown`
    public Instance known(String name, Actor actor) {
        return name.startsWith("ins_") ? get(new InstanceId(name), actor) : named(name, actor);
    }

    /// Newest first, without the erased ones; bounded by how many a customer may have.
    public List<Instance> of(CustomerId customer) {
        return table.of(customer);
    }

    /// What the living instances of a customer may take together, in bytes.
    public long memoryOf(CustomerId customer) {
        return table.memoryOf(customer);
    }

    /// Newest first, erased ones too: for operators.
    ///
    /// @param after the last id of the page before
    public List<Instance> page(Optional<InstanceId> after, int size) {
        return table.page(after, Math.clamp(size, 1, MAX_PAGE));
    }

    /// How many are in each state, by its word; erased ones are not counted.
    public Map<String, Long> states() {
        return table.alive().stream()
                .collect(Collectors.groupingBy(i -> i.state().word(), TreeMap::new, Collectors.counting()));
    }

    /// What can be hosted now.
    public List<Blueprint> blueprints() {
        return blueprints.all();
    }

    /// The last lines that the instance's processes printed; empty while no agent answers for them.
    public List<String> logs(InstanceId id, int lines, Actor actor) {
        Instance instance = get(id, actor);
        int bounded = Math.clamp(lines, 1, MAX_LOG_LINES);
        return logs.get().map(pods -> pods.tail(instance.id(), bounded)).orElse(List.of());
    }

    /// Whether the host that runs the instances has been silent for too long to believe what it said last.
    public boolean hostSilent() {
        Instant limit = clock.instant().minus(AgentReports.SILENCE);
        return agents.heard(hosts.first()).map(at -> at.isBefore(limit)).orElse(true);
    }

    /// What the edge should serve.
    public SnapshotFeed edgeFeed() {
        return snapshots.edgeFeed();
    }

    /// What the first host should run.
    public SnapshotFeed agentFeed() {
        return snapshots.agentFeed(hosts.first());
    }

    /// Takes a further host, from now on.
    ///
    /// @return what it should run
    public SnapshotFeed host(String name) {
        hosts.add(name);
        transaction.executeWithoutResult(_ -> snapshots.changed(Snapshots.Kind.AGENT));
        return snapshots.agentFeed(name);
    }

    /// What a host that was taken should run.
    public SnapshotFeed agentFeed(String host) {
        return snapshots.agentFeed(host);
    }

    /// Takes those that were to be erased on a host that is gone for good as erased; in the caller's transaction.
    public void lost(String host, Actor actor) {
        reports.lost(host, actor);
    }

    /// When a host was heard last.
    public Optional<Instant> heard(String host) {
        return agents.heard(host);
    }

    public boolean hostKnown(String name) {
        return hosts.has(name);
    }

    /// The host on which instances are placed when they are ordered.
    public String firstHost() {
        return hosts.first();
    }

    /// On which host an instance is placed.
    ///
    /// @throws Refusal `instance-unknown`
    public String hostOf(InstanceId id) {
        return table.placedOn(id).orElseThrow(InstanceRules::notFound);
    }

    /// Which instances are placed on a host.
    public Set<InstanceId> placedOn(String host) {
        return table.allPlacedOn(host);
    }

    /// The version of orders that a host last said it works from; 0 before it said anything.
    public long hostVersion(String host) {
        return agents.snapshotOf(host).orElse(0L);
    }

    /// The newest version of a host's orders.
    public long orderVersion(String host) {
        return snapshots.newestFor(host);
    }

    /// The order by which an instance is to run, as its host gets it.
    public Optional<PodOrder> order(InstanceId id) {
        return table.placedOn(id)
                .flatMap(host -> snapshots.orders(host).stream()
                        .filter(order -> order.instance().equals(id))
                        .findFirst());
    }

    /// Places an instance on another host, of which nothing was seen yet; in the caller's transaction.
    public void move(InstanceId id, String host) {
        table.place(id, host);
        snapshots.changed(Snapshots.Kind.EDGE);
        snapshots.changed(Snapshots.Kind.AGENT);
    }

    /// Where edges hand in what they saw.
    public ReportDesk edgeReports() {
        return edgeReports;
    }

    /// Tells edges, once the caller's transaction is committed, that what they should obey has changed; and
    /// the hosts, which drop who is banned.
    public void edgeChanged() {
        snapshots.changed(Snapshots.Kind.EDGE);
        snapshots.changed(Snapshots.Kind.AGENT);
    }

    /// Tells edges alone, once the caller's transaction is committed, that somebody has signed out.
    public void signOnsChanged() {
        snapshots.changed(Snapshots.Kind.EDGE);
    }

    /// Has the host told anew what the applications' clients are; in the transaction that changes one.
    public void clientsChanged() {
        snapshots.changed(Snapshots.Kind.AGENT);
    }

    /// Those that are not erased and whose applications' users sign in like this.
    public List<Instance> signingOn(SignOn how) {
        return table.alive().stream().filter(i -> signOn(i) == how).toList();
    }

    /// How the users of its application sign in.
    public SignOn signOn(Instance instance) {
        return blueprints.signOn(instance.blueprint());
    }

    /// The path at it to which OpenID Connect leads people back.
    public String callback(Instance instance) {
        return blueprints.callback(instance.blueprint());
    }

    /// Where its application hears of people who have signed out; empty when it takes no such word.
    public String logout(Instance instance) {
        return blueprints.logout(instance.blueprint());
    }

    /// The newest version of what edges should obey.
    public long edgeVersion() {
        return snapshots.newestForEdges();
    }

    /// Which living instances answer at these hosts, customers' own domains among them; others are left
    /// out.
    public Map<String, InstanceId> at(Collection<String> hosts) {
        Map<String, InstanceId> own = snapshots.ownAt(hosts);
        own.values().retainAll(table.living(own.values()));
        own.putAll(table.at(hosts));
        return own;
    }

    /// Which of these are not erased.
    public Set<InstanceId> living(Collection<InstanceId> asked) {
        return table.living(asked);
    }

    public ReportDesk reports() {
        return reports;
    }

    /// Takes the catalogue that the host offers.
    public void offer(List<Blueprint> offered) {
        blueprints.offer(offered);
        // Edges have to know which applications take their users from the platform.
        transaction.executeWithoutResult(_ -> snapshots.changed(Snapshots.Kind.EDGE));
    }

    /// Takes the place where logs are read.
    public void logsFrom(PodLogs pods) {
        logs.set(Optional.of(pods));
    }

    /// Tells the edge where this replica of the platform's own pages answers. Makes new snapshot versions
    /// at every start, so that a restored database is at once ahead of what edge and agent hold.
    public void answerFor(String replica, Map<String, Upstream> byHost) {
        transaction.executeWithoutResult(_ -> {
            agents.answer(replica, byHost);
            snapshots.changed(Snapshots.Kind.EDGE);
            snapshots.changed(Snapshots.Kind.AGENT);
        });
    }
}
