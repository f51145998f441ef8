package casemate.control.node;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.account.Token;
import casemate.control.audit.Audit;
import casemate.control.instance.Hosts;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.replica.Replicas;
import casemate.promise.Region;
import casemate.wire.PodOrder.Wanted;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to nodes: invites them, takes them in, and takes them out. A node that is removed is refused by its row, at
/// its next request; nothing waits for a certificate to run out.
public final class Nodes {
    private static final Actor JOINING = new Actor.Program("join");
    private static final Actor SELF = new Actor.Program("nodes");

    private final NodeTable table;
    private final Instances instances;
    private final Hosts hosts;
    private final Replicas replicas;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final SecureRandom chance;
    private final Clock clock;
    private final AtomicReference<Optional<Listening>> listening = new AtomicReference<>(Optional.empty());

    /// Where the house listens for nodes.
    ///
    /// @param address with the port, as an agent on another machine is told it
    /// @param tokenPrefix what stands before a token's secret: how the house's authority is known
    public record Listening(String address, String tokenPrefix) {}

    Nodes(
            NodeTable table,
            Instances instances,
            Hosts hosts,
            Replicas replicas,
            Audit audit,
            TransactionTemplate transaction,
            SecureRandom chance,
            Clock clock) {
        this.table = table;
        this.instances = instances;
        this.hosts = hosts;
        this.replicas = replicas;
        this.audit = audit;
        this.transaction = transaction;
        this.chance = chance;
        this.clock = clock;
    }

    /// Takes where the house listens, for whoever is to tell a machine.
    public void listen(Listening at) {
        listening.set(Optional.of(at));
    }

    /// Where that is; empty while it listens nowhere.
    public Optional<Listening> listening() {
        return Objects.requireNonNull(listening.get());
    }

    /// Registers those that have joined, also by way of another process of control's, and lets go of those that are
    /// removed.
    public void refresh() {
        for (Node node : table.all()) {
            if (node.living()) {
                take(node);
            } else if (node.removed().isPresent() && instances.hostKnown(node.name())) {
                letGo(node.name());
            }
        }
    }

    /// Invites a machine under a name, once more if nobody took up the invitation before.
    ///
    /// @return the whole token, which is shown once and kept hashed
    /// @throws Refusal `nodes-closed`, `node-malformed`, `node-taken`, `nodes-too-many`
    public Secret add(String name, Region region, Actor actor) {
        NodeRules.name(name);
        Listening at = listening()
                .orElseThrow(() -> Refusal.conflict(
                        "nodes-closed",
                        "This house listens for no nodes; start it with casemate up --nodes-port 8444."));
        Token token = Token.random(chance);
        Instant now = clock.instant();
        transaction.executeWithoutResult(_ -> {
            table.lock();
            NodeRules.free(table.find(name), instances.hostKnown(name));
            NodeRules.roomFor(table.all().stream()
                    .filter(node -> node.removed().isEmpty() && !node.name().equals(name))
                    .count());
            table.invite(name, region, token.hash(), now, now.plus(NodeRules.TOKEN));
            audit.record(
                    actor,
                    "node.add",
                    name,
                    Json.object().put("region", region.code()).build());
        });
        return Secret.of(at.tokenPrefix() + token.reveal());
    }

    /// Takes in a machine that shows its token. A machine that asks again with the same key is answered the same.
    ///
    /// @param token whole, or without what stands before its secret
    /// @throws Refusal `node-token-unknown`, `node-token-used`, `node-token-expired`, `node-token-throttled`,
    ///     `node-key-taken`
    public Node join(Secret token, Joining joining) {
        byte[] hash = Token.presented(bare(token.revealText())).hash();
        Instant now = clock.instant();
        // What is wrong is counted, so the transaction ends well also when the wish does not.
        Optional<Refusal> refused = Objects.requireNonNull(transaction.execute(_ -> {
            table.lock();
            try {
                NodeRules.patience(table.wrongSince(now.minus(NodeRules.WRONG_COUNTS)));
                admit(Secret.of(hash), joining, now);
                return Optional.<Refusal>empty();
            } catch (Refusal refusal) {
                if (refusal.kind() != Refusal.Kind.TOO_MANY) {
                    table.wrong(now);
                }
                return Optional.of(refusal);
            }
        }));
        if (refused.isPresent()) {
            throw refused.get();
        }
        Node node = byKey(joining.key()).orElseThrow(NodeRules::unknownToken);
        take(node);
        return node;
    }

    private void admit(Secret hash, Joining joining, Instant now) {
        Node node = find(hash).orElseThrow(NodeRules::unknownToken);
        boolean again = NodeRules.opens(node, joining.key(), now);
        if (byKey(joining.key())
                .filter(other -> !other.name().equals(node.name()))
                .isPresent()) {
            throw Refusal.conflict(
                    "node-key-taken", "This machine has joined under another name; remove that node first.");
        }
        table.join(node.name(), joining, now);
        if (!again) {
            audit.record(
                    JOINING,
                    "node.join",
                    node.name(),
                    Json.object()
                            .put("key", joining.key())
                            .put("machineKnown", !joining.machine().isEmpty())
                            .build());
        }
    }

    /// Looks at all, each in the same time: how long it takes says nothing of how much of a token is right.
    private Optional<Node> find(Secret hash) {
        Optional<Node> found = Optional.empty();
        for (NodeTable.Invited each : table.invited()) {
            if (each.hash().equals(hash)) {
                found = Optional.of(each.node());
            }
        }
        return found;
    }

    private String bare(String token) {
        return listening()
                .map(Listening::tokenPrefix)
                .filter(prefix -> !prefix.isEmpty() && token.startsWith(prefix))
                .map(prefix -> token.substring(prefix.length()))
                .orElse(token);
    }

    /// The living one that has this key; empty for whoever is unknown or removed.
    public Optional<Node> byKey(String key) {
        return table.byKey(key);
    }

    /// The living one of this name.
    public Optional<Node> byName(String name) {
        return table.find(name).filter(Node::living);
    }

    /// Takes what a node says of itself at a start: on which machine it is, and where its gateway is.
    ///
    /// @throws Refusal `node-unknown`
    public void here(String name, String machine, String gateway, int port) {
        Joining said = new Joining(living(name).key(), machine, gateway, port);
        transaction.executeWithoutResult(_ -> {
            table.lock();
            Node before = living(name);
            if (said.equals(new Joining(before.key(), before.machine(), before.gateway(), before.gatewayPort()))) {
                return;
            }
            table.here(name, said);
            audit.record(
                    new Actor.Program("agent:" + name),
                    "node.here",
                    name,
                    Json.object()
                            .put("gateway", gateway)
                            .put("port", port)
                            .put("machineChanged", !machine.equals(before.machine()))
                            .build());
        });
        take(living(name));
    }

    /// One that is not removed, whether it has joined or not.
    ///
    /// @throws Refusal `node-unknown`
    Node present(String name) {
        return table.find(name)
                .filter(node -> node.removed().isEmpty())
                .orElseThrow(() -> Refusal.notFound("node-unknown", "There is no such node; casemate node list."));
    }

    /// All that there are, and were; those that are removed come last.
    public List<Node> all() {
        return table.all();
    }

    /// One that takes orders and is believed.
    ///
    /// @throws Refusal `node-unknown`, also for one that is removed
    public Node living(String name) {
        return table.find(name)
                .filter(Node::living)
                .orElseThrow(() -> Refusal.forbidden("node-unknown", "There is no such node, or it was removed."));
    }

    /// Takes a node out: from this moment it gets no orders and no keys, and nothing is believed of it.
    ///
    /// @param lost somebody vouches that it is gone for good: its standbys end, what lies there is not waited for
    /// @throws Refusal `node-unknown`; `node-in-use` while an instance is there or has its standby there;
    ///     `failover-state` while one moves
    public void remove(String name, boolean lost, Actor actor) {
        transaction.executeWithoutResult(_ -> {
            table.lock();
            Node node = present(name);
            if (node.joined().isEmpty()) {
                table.forget(name);
            } else {
                NodeRules.unused(name, lost, running(name, lost), lost ? List.of() : slugs(replicas.keptAt(name)));
                if (lost) {
                    replicas.lose(name, actor);
                    instances.lost(name, actor);
                }
                table.remove(name, lost, clock.instant());
            }
            audit.record(
                    actor, "node.remove", name, Json.object().put("lost", lost).build());
        });
        letGo(name);
    }

    /// Those that are to be erased there hold up a removal, but not that of a machine that is lost.
    private List<String> running(String name, boolean lost) {
        return instances.placedOn(name).stream()
                .map(id -> instances.get(id, SELF))
                .filter(instance -> !lost || instance.wanted() != Wanted.ERASED)
                .map(Instance::slug)
                .sorted()
                .toList();
    }

    private List<String> slugs(List<InstanceId> ids) {
        return ids.stream().map(id -> instances.get(id, SELF).slug()).sorted().toList();
    }

    private void take(Node node) {
        hosts.machine(node.name(), node.machine());
        replicas.host(node.name(), node.region());
        if (hosts.addNode(node.name())) {
            transaction.executeWithoutResult(_ -> instances.clientsChanged());
        }
    }

    private void letGo(String name) {
        hosts.remove(name);
        replicas.leave(name);
    }
}
