package casemate.link;

import casemate.base.Refusal;
import casemate.base.Unavailable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;

/// The house's end: listens for nodes, answers each as the node that its certificate names, and holds the near ends of
/// the ways to their pods.
public final class HouseLink implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HouseLink.class.getName());

    /// Nodes hold some eight connections each; a house has tens of nodes.
    private static final Doorway.Room ROOM = new Doorway.Room(1_024, 32);

    private static final int MOST_EACH = 32;

    /// Nodes ask every few seconds.
    private static final Duration IDLE = Duration.ofMinutes(2);

    /// For whatever a stranger has to say, and for taking an answer.
    private static final Duration STRANGER = Duration.ofSeconds(30);

    private static final Duration ANSWER = Duration.ofMinutes(2);

    private final Authority authority;
    private final Deadlines deadlines;
    private final FarPods pods;
    private final HouseDesk desk;
    private final Doorway door;
    private final Places connections = new Places(MOST_EACH);

    private HouseLink(HouseLinkConfig config, House house, Authority authority) throws IOException {
        this.authority = authority;
        this.deadlines = new Deadlines("house-link");
        HouseIdentity own = new HouseIdentity(authority, config.clock(), config.chance());
        Tls tls = Tls.of(own::now, new Ours(authority.fingerprint(), Role.NODE, config.clock()));
        this.pods = new FarPods(house, authority.fingerprint(), tls, deadlines);
        this.desk = new HouseDesk(house, authority, pods, config.clock());
        this.door = listen(config, tls);
    }

    private Doorway listen(HouseLinkConfig config, Tls tls) throws IOException {
        try {
            return Doorway.open(config.listen(), "nodes", tls, false, ROOM, deadlines, this::serve);
        } catch (IOException | Refusal e) {
            pods.close();
            deadlines.close();
            throw e;
        }
    }

    /// Opens the authority, or founds it the first time, and listens.
    ///
    /// @throws Refusal `nodes-port-taken`, `node-authority-unreadable`
    public static HouseLink open(HouseLinkConfig config, House house) throws IOException {
        Authority authority = Authority.open(config.directory(), config.clock(), config.chance());
        return new HouseLink(config, house, authority);
    }

    /// Where it listens.
    public int port() {
        return door.port();
    }

    /// What goes before the part of a token that the house makes: prefix and part together are what the operator
    /// takes to the other machine. It names this house's authority, so that the node sends the part to nobody else.
    /// The part has 22 to 128 of `A-Z a-z 0-9 - _`.
    public String tokenPrefix() {
        return JoinToken.prefix(authority.fingerprint());
    }

    public FarPods farPods() {
        return pods;
    }

    /// Nodes go on with what they have; ways to pods end.
    @Override
    public void close() {
        door.close();
        pods.close();
        deadlines.close();
    }

    private void serve(TlsLine line) throws IOException, InterruptedException {
        Optional<X509Certificate> peer = line.peer();
        if (peer.isEmpty()) {
            try (var _ = deadlines.within(STRANGER, line::abort)) {
                answer(line, peer, HouseDesk.MOST_STRANGER_BYTES);
            }
            return;
        }
        Optional<Places.Place> place =
                connections.take(Fingerprint.of(peer.get().getPublicKey()));
        if (place.isPresent()) {
            try (var _ = place.get()) {
                line.patience(IDLE);
                while (answer(line, peer, Message.MOST_BODY_BYTES)) {
                    // Until one end has enough of it.
                }
            }
        }
    }

    /// @return whether another message can be read after this one
    private boolean answer(TlsLine line, Optional<X509Certificate> peer, int mostBody)
            throws IOException, InterruptedException {
        InputStream in = line.in();
        Message message;
        try {
            message = Message.read(in, mostBody);
        } catch (EOFException _) {
            return false;
        } catch (Refusal e) {
            say(line, Answers.refused(e));
            return false;
        }
        say(line, answer(peer, message));
        return true;
    }

    private Message answer(Optional<X509Certificate> peer, Message message) throws InterruptedException {
        try {
            return desk.answer(peer, message);
        } catch (Refusal e) {
            return Answers.refused(e);
        } catch (Unavailable e) {
            return Answers.away();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a node's ask failed", e);
            return Answers.away();
        }
    }

    private void say(TlsLine line, Message answer) throws IOException {
        try (var _ = deadlines.within(ANSWER, line::abort)) {
            answer.write(line.out());
        }
    }
}
