package casemate.link;

import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Unavailable;
import casemate.wire.ReportDesk;
import casemate.wire.SnapshotFeed;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A node's end: asks the house and renews its own certificate. With the house away each ask throws [Unavailable], and
/// with the node removed a [Refusal] `node-unknown`; whoever asks goes on asking.
public final class NodeLink implements AutoCloseable {
    static final String ENDED =
            "This node's certificate has ended, as it was away for too long; remove the node, add it"
                    + " again, and join with the new token.";

    private static final System.Logger LOG = System.getLogger(NodeLink.class.getName());
    private static final Duration NO_WAIT = Duration.ZERO;

    /// How often is looked whether the certificate is due, or the house does not know yet what this node is.
    private static final Duration TURN = Duration.ofSeconds(10);

    private static final Duration END_WAIT = Duration.ofSeconds(5);

    private final Path directory;
    private final Clock clock;
    private final Deadlines deadlines = new Deadlines("node-link");
    private final AtomicReference<@Nullable NodeFacts> untold = new AtomicReference<>();
    private final Thread turns = Thread.ofVirtual().name("node-link").unstarted(this::run);
    private volatile NodeFile file;
    private volatile HouseCalls calls;

    private NodeLink(NodeLinkConfig config, NodeFile file) {
        this.directory = config.directory();
        this.clock = config.clock();
        this.file = file;
        this.calls = calls(file);
    }

    /// Whether an identity lies there.
    public static boolean joined(NodeLinkConfig config) {
        return NodeFile.exists(config.directory());
    }

    /// Makes a key, shows the token to the house that it names and to no other, and keeps the identity that comes back.
    /// Killed at any time, it leaves a whole identity or none; then another token is needed.
    ///
    /// @param token as `casemate node add` printed it
    /// @throws Refusal `token-malformed`, `already-joined`, `other-house`, `link-protocol`, and what [House#join]
    ///     throws
    /// @throws Unavailable when the house does not answer
    public static void join(NodeLinkConfig config, HouseAddress house, Secret token, NodeFacts facts)
            throws IOException {
        new Join(config).at(house, token, facts);
    }

    /// Opens the identity that [#join] kept; needs no house.
    ///
    /// @throws Refusal `not-joined`, `node-identity-unreadable`
    public static NodeLink open(NodeLinkConfig config) throws IOException {
        NodeLink link = new NodeLink(config, NodeFile.read(config.directory()));
        link.turns.start();
        return link;
    }

    /// This node's name at the house, for reports.
    public String name() {
        return file.name();
    }

    /// The code of the region in which it stands by the operator's word.
    public String region() {
        return file.region();
    }

    /// Where the house is.
    public HouseAddress house() {
        return file.house();
    }

    /// Goes to the house at another address from now on, and after the next start.
    public synchronized void moved(HouseAddress house) throws IOException {
        keep(file.with(house));
        again();
    }

    /// Says to the house what this node is: now, or as soon as it answers.
    public void here(NodeFacts facts) {
        untold.set(facts);
        tell();
    }

    public SnapshotFeed orders() {
        return feed(Ask.ORDERS);
    }

    public SnapshotFeed backups() {
        return feed(Ask.BACKUPS);
    }

    public SnapshotFeed standbys() {
        return feed(Ask.STANDBYS);
    }

    public ReportDesk reports() {
        return desk(Ask.REPORT);
    }

    public ReportDesk backupReports() {
        return desk(Ask.BACKUP_REPORT);
    }

    public ReportDesk standbyReports() {
        return desk(Ask.STANDBY_REPORT);
    }

    /// Whether volumes must be encrypted.
    ///
    /// @throws Unavailable with the house away
    public boolean encryptionPromised() {
        byte[] answer = body(ask(Ask.PROMISED));
        // Whatever is not a clear no is a yes.
        return answer.length != 1 || answer[0] != 0;
    }

    /// @return 32 bytes
    /// @throws Refusal when no order of this node's names the instance, and what the house refuses
    /// @throws Unavailable with the house away, or its key service
    public Secret volumeKey(InstanceId instance) {
        Json.Obj head = HouseCalls.head(Ask.VOLUME_KEY)
                .put("instance", instance.value())
                .build();
        return Secret.of(body(ask(new Message(head, Message.NO_BODY), NO_WAIT)));
    }

    /// What the house says of itself; with the house away what it said last, which is kept on the disk.
    public HouseFacts facts() {
        try {
            HouseFacts newer = HouseFacts.read(Json.parseObject(body(ask(Ask.FACTS)), Message.MOST_BODY_BYTES));
            synchronized (this) {
                if (!newer.equals(file.facts())) {
                    keep(file.with(newer));
                }
            }
            return newer;
        } catch (Unavailable | IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the house as it was known last: {0}", e.getMessage());
            return file.facts();
        }
    }

    @Override
    public void close() {
        turns.interrupt();
        try {
            turns.join(END_WAIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        calls.close();
        deadlines.close();
    }

    /// What is shown now, to the house and at the gateway.
    Identity identity() {
        return file.identity();
    }

    Clock clock() {
        return clock;
    }

    /// Gets another certificate when this one is due.
    ///
    /// @return whether it was due
    boolean renew() throws IOException {
        if (!identity().due(clock.instant())) {
            return false;
        }
        byte[] answer = body(ask(Ask.RENEW));
        synchronized (this) {
            X509Certificate certificate = certificate(answer);
            keep(file.with(certificate));
            again();
        }
        LOG.log(
                System.Logger.Level.INFO,
                "the node''s certificate is renewed until {0}",
                identity().ends());
        return true;
    }

    private X509Certificate certificate(byte[] answer) {
        try {
            X509Certificate certificate = Keys.certificate(
                    Json.parseObject(answer, Message.MOST_BODY_BYTES).text("certificate"));
            Identity next =
                    new Identity(identity().key(), certificate, identity().authority());
            new Ours(Fingerprint.of(next.authority().getPublicKey()), Role.NODE, clock).check(next.chain());
            if (!certificate.getPublicKey().equals(identity().certificate().getPublicKey())) {
                throw new GeneralSecurityException("another key");
            }
            return certificate;
        } catch (GeneralSecurityException e) {
            throw new Unavailable("The house's new certificate for this node cannot be used", TURN, e);
        }
    }

    private void keep(NodeFile newer) throws IOException {
        newer.keep(directory);
        file = newer;
    }

    /// With new connections, which show what is shown now.
    private void again() {
        HouseCalls before = calls;
        calls = calls(file);
        before.close();
    }

    private HouseCalls calls(NodeFile of) {
        Ours believed = new Ours(Fingerprint.of(of.identity().authority().getPublicKey()), Role.HOUSE, clock);
        return new HouseCalls(of.house(), Tls.of(this::identity, believed), deadlines);
    }

    private SnapshotFeed feed(Ask which) {
        return (version, wait) -> {
            Json.Obj head = HouseCalls.head(which)
                    .put("version", version)
                    .put("wait", wait.toMillis())
                    .build();
            try {
                return ask(new Message(head, Message.NO_BODY), wait);
            } catch (Unavailable e) {
                if (Thread.interrupted()) {
                    throw (InterruptedException) new InterruptedException("while waiting for the house").initCause(e);
                }
                throw e;
            }
        };
    }

    private ReportDesk desk(Ask which) {
        return report -> ask(new Message(HouseCalls.head(which).build(), report), NO_WAIT);
    }

    private Optional<byte[]> ask(Ask which) {
        return ask(new Message(HouseCalls.head(which).build(), Message.NO_BODY), NO_WAIT);
    }

    private Optional<byte[]> ask(Message message, Duration wait) {
        if (clock.instant().isAfter(identity().ends())) {
            throw Refusal.forbidden("certificate-ended", ENDED);
        }
        return calls.ask(message, wait);
    }

    private static byte[] body(Optional<byte[]> answer) {
        return answer.orElseThrow(
                () -> Refusal.invalid("answer-malformed", "The house's answer is empty where there should be one."));
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(TURN);
                try {
                    renew();
                } catch (IOException | RuntimeException e) {
                    // A third of its life is left for trying.
                    LOG.log(System.Logger.Level.WARNING, "the certificate is not renewed yet: {0}", e.getMessage());
                }
                tell();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Tells what the house does not know yet, if it answers.
    void tell() {
        NodeFacts facts = untold.get();
        if (facts == null) {
            return;
        }
        try {
            ask(new Message(HouseCalls.head(Ask.HERE).build(), facts.json().canonical()), NO_WAIT);
            untold.compareAndSet(facts, null);
        } catch (Refusal | Unavailable e) {
            LOG.log(System.Logger.Level.WARNING, "the house does not know yet what this node is: {0}", e.getMessage());
        }
    }
}
