package casemate.link;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.wire.Upstream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;

/// A node's door for the bytes of visitors: takes them from the house alone, and goes on to this node's pods alone.
public final class Gateway implements AutoCloseable {
    /// What one house's edge may have open at one node; all of it comes from one address.
    private static final Doorway.Room ROOM = new Doorway.Room(4_096, 512);

    /// A pod is on this very machine.
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final Predicate<Upstream> mine;
    private final Deadlines deadlines = new Deadlines("gateway");
    private final Doorway door;

    private Gateway(NodeLink link, InetSocketAddress listen, Predicate<Upstream> mine) throws IOException {
        this.mine = mine;
        String authority = Fingerprint.of(link.identity().authority().getPublicKey());
        Tls tls = Tls.of(link::identity, new Ours(authority, Role.HOUSE, link.clock()));
        this.door = listen(listen, tls);
    }

    /// @param link whose identity it shows
    /// @param listen for the house; port 0 for any free one
    /// @param mine whether an address is one that this node's agent reports now; asked with each connection
    /// @throws Refusal `gateway-port-taken`
    public static Gateway open(NodeLink link, InetSocketAddress listen, Predicate<Upstream> mine) throws IOException {
        return new Gateway(link, listen, mine);
    }

    private Doorway listen(InetSocketAddress listen, Tls tls) throws IOException {
        try {
            return Doorway.open(listen, "gateway", tls, true, ROOM, deadlines, this::serve);
        } catch (IOException | Refusal e) {
            deadlines.close();
            throw e;
        }
    }

    /// Where it listens.
    public int port() {
        return door.port();
    }

    /// Breaks off what is under way.
    @Override
    public void close() {
        door.close();
        deadlines.close();
    }

    /// The head with which the house says where to.
    static Json.Obj head(Upstream to) {
        return Json.object()
                .put("protocol", Message.PROTOCOL)
                .put("address", to.address())
                .put("port", to.port())
                .put("speaks", to.protocol().name().toLowerCase(Locale.ROOT))
                .build();
    }

    private void serve(TlsLine line) throws IOException, InterruptedException {
        Socket socket;
        try (var _ = deadlines.within(TlsLine.PATIENCE, line::abort)) {
            try {
                socket = connected(Message.read(line.in(), 0));
            } catch (EOFException _) {
                return;
            } catch (Refusal e) {
                Answers.refused(e).write(line.out());
                return;
            } catch (IOException _) {
                Answers.away().write(line.out());
                return;
            }
        }
        try (PlainLine pod = PlainLine.of(socket)) {
            Answers.done().write(line.out());
            BothWays.carry(line, pod, deadlines);
        }
    }

    private Socket connected(Message message) throws IOException {
        Answers.sameProtocol(message);
        Upstream to = upstream(message.head());
        if (!mine.test(to)) {
            throw Refusal.notFound("not-my-pod", "No pod that this node reports answers at that address.");
        }
        Socket socket = new Socket();
        try {
            socket.connect(
                    new InetSocketAddress(InetAddress.ofLiteral(to.address()), to.port()),
                    Math.toIntExact(CONNECT.toMillis()));
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static Upstream upstream(Json.Obj head) {
        Upstream.Protocol speaks = Arrays.stream(Upstream.Protocol.values())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(head.text("speaks")))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("ask-malformed", "A pod speaks http1 or h2c."));
        return new Upstream(head.text("address"), Math.toIntExact(head.integer("port")), speaks);
    }
}
