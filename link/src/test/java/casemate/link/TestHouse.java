package casemate.link;

import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Unavailable;
import casemate.base.Wakeup;
import casemate.testkit.TestClock;
import casemate.wire.ReportDesk;
import casemate.wire.SnapshotFeed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// A house with its records in memory and its link on the loopback.
final class TestHouse implements House, AutoCloseable {
    static final HouseFacts FACTS = new HouseFacts("a2V5", "portal.casemate.localhost:8443", 8443, "PEM", "0.1.0");
    static final String PART = "0123456789abcdefghijkl";

    final TestClock clock;
    final Map<String, String> tokens = new ConcurrentHashMap<>();
    final Map<String, KnownNode> nodes = new ConcurrentHashMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<byte[]> reports = new CopyOnWriteArrayList<>();
    final Wakeup changed = new Wakeup();
    private final AtomicLong version = new AtomicLong();
    volatile boolean keysAway;
    final InetSocketAddress listen = ownAddress();
    private final Path directory;
    private HouseLink link;

    TestHouse(Path directory, TestClock clock) throws IOException {
        this.directory = directory;
        this.clock = clock;
        this.link = open();
    }

    private HouseLink open() throws IOException {
        return HouseLink.open(new HouseLinkConfig(directory, listen, clock, new SecureRandom()), this);
    }

    /// Below the ports and beside the addresses that others on the machine are given, so that nobody has taken it when
    /// the house comes back.
    private static InetSocketAddress ownAddress() throws IOException {
        SecureRandom chance = new SecureRandom();
        byte[] address = {127, (byte) (1 + chance.nextInt(60)), (byte) chance.nextInt(256), 1};
        return new InetSocketAddress(InetAddress.getByAddress(address), 20_000 + chance.nextInt(12_000));
    }

    HouseLink link() {
        return link;
    }

    HouseAddress address() {
        return new HouseAddress(listen.getAddress().getHostAddress(), link.port());
    }

    /// A token for a node of this name.
    Secret token(String name) {
        String part = PART + "-" + name;
        tokens.put(part, name);
        return Secret.of(link.tokenPrefix() + part);
    }

    /// Away, and back at the same address.
    void restart() throws IOException {
        link.close();
        link = open();
    }

    @Override
    public Joined join(Secret token, String key, NodeFacts facts) {
        asked.add("join");
        String part = token.revealText();
        String name = tokens.get(part);
        if (name == null) {
            throw Refusal.forbidden("token-unknown", "No such token.");
        }
        if (name.equals("late")) {
            throw Refusal.forbidden("token-expired", "That token has run out; make another.");
        }
        if (name.isEmpty()) {
            throw Refusal.forbidden("token-used", "That token was used; make another.");
        }
        tokens.put(part, "");
        nodes.put(name, new KnownNode(name, key, facts));
        return new Joined(name, "IE");
    }

    @Override
    public Optional<KnownNode> byKey(String key) {
        return nodes.values().stream().filter(one -> one.key().equals(key)).findFirst();
    }

    @Override
    public Optional<KnownNode> byName(String node) {
        return Optional.ofNullable(nodes.get(node));
    }

    @Override
    public void here(String node, NodeFacts facts) {
        nodes.computeIfPresent(node, (_, now) -> new KnownNode(node, now.key(), facts));
    }

    @Override
    public SnapshotFeed orders(String node) {
        return feed("orders of " + node);
    }

    @Override
    public SnapshotFeed backups(String node) {
        return feed("backups of " + node);
    }

    @Override
    public SnapshotFeed standbys(String node) {
        return feed("standbys of " + node);
    }

    private SnapshotFeed feed(String what) {
        return (at, wait) -> {
            asked.add(what);
            long end = System.nanoTime() + wait.toNanos();
            for (long seen = changed.count(); version.get() <= at; seen = changed.count()) {
                Duration left = Duration.ofNanos(end - System.nanoTime());
                if (!left.isPositive()) {
                    return Optional.empty();
                }
                changed.await(seen, left);
            }
            return Optional.of((what + " " + version.get()).getBytes(StandardCharsets.UTF_8));
        };
    }

    /// A newer snapshot for all.
    void change() {
        version.incrementAndGet();
        changed.ring();
    }

    @Override
    public ReportDesk reports(String node) {
        return reports::add;
    }

    @Override
    public ReportDesk backupReports(String node) {
        return report -> reports.add(("backup of " + node).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public ReportDesk standbyReports(String node) {
        return report -> reports.add(("standby of " + node).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean encryptionPromised() {
        return false;
    }

    @Override
    public Secret volumeKey(String node, InstanceId instance) {
        if (keysAway) {
            throw new Unavailable("the key service is at 192.0.2.9", Duration.ofSeconds(1), new IOException());
        }
        if (!node.equals("second")) {
            throw Refusal.forbidden("volume-not-yours", "No order of this node names that instance.");
        }
        return Secret.of(new byte[32]);
    }

    @Override
    public HouseFacts facts() {
        return FACTS;
    }

    @Override
    public void close() {
        link.close();
    }
}
