package casemate.bench;

import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.link.Gateway;
import casemate.link.House;
import casemate.link.HouseAddress;
import casemate.link.HouseFacts;
import casemate.link.HouseLink;
import casemate.link.HouseLinkConfig;
import casemate.link.Joined;
import casemate.link.KnownNode;
import casemate.link.NodeFacts;
import casemate.link.NodeLink;
import casemate.link.NodeLinkConfig;
import casemate.wire.ReportDesk;
import casemate.wire.SnapshotFeed;
import casemate.wire.Upstream;
import com.sun.management.OperatingSystemMXBean;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// What the way to a pod on another machine costs: processor time of requests over kept connections through near
/// address, mutual TLS and gateway, against the same requests to the pod itself. All ends are in this process, so what
/// one costs more than the other is both machines' share together.
public final class LinkBench {
    private static final int REQUEST_BYTES = 400;
    private static final int WARM = 30_000;
    private static final int COUNTED = 60_000;
    private static final int CONNECTIONS = 300;

    private LinkBench() {}

    public static void main(String[] args) throws Exception {
        PrintStream out = System.out;
        Path directory = Files.createTempDirectory("link-bench");
        Clock clock = Clock.systemUTC();
        InetAddress loopback = InetAddress.getLoopbackAddress();
        Desk desk = new Desk();
        try (HouseLink house = HouseLink.open(
                new HouseLinkConfig(
                        directory.resolve("house"), new InetSocketAddress(loopback, 0), clock, new SecureRandom()),
                desk)) {
            NodeLinkConfig config = new NodeLinkConfig(directory.resolve("node"), clock, new SecureRandom());
            NodeLink.join(
                    config,
                    new HouseAddress("127.0.0.1", house.port()),
                    Secret.of(house.tokenPrefix() + "a-token-for-one-measurement"),
                    new NodeFacts("", "127.0.0.1", 1));
            try (NodeLink link = NodeLink.open(config);
                    Gateway gateway = Gateway.open(link, new InetSocketAddress(loopback, 0), _ -> true)) {
                link.here(new NodeFacts("", "127.0.0.1", gateway.port()));
                for (int bytes : new int[] {2_000, 64_000}) {
                    try (ServerSocket pod = new ServerSocket(0, 128, loopback)) {
                        Thread.ofVirtual().start(() -> serve(pod, bytes));
                        Upstream near = house.farPods().near("node", new Upstream("127.0.0.1", pod.getLocalPort()));
                        InetSocketAddress far =
                                new InetSocketAddress(InetAddress.ofLiteral(near.address()), near.port());
                        InetSocketAddress direct = new InetSocketAddress(loopback, pod.getLocalPort());
                        for (int round = 0; round < 3; round++) {
                            double itself = micros(direct, bytes, COUNTED, COUNTED);
                            double linked = micros(far, bytes, COUNTED, COUNTED);
                            out.printf(
                                    Locale.ROOT,
                                    "answer of %d bytes, kept connection: direct %.1f us, linked %.1f us of processor time%n",
                                    bytes,
                                    itself,
                                    linked);
                        }
                        micros(far, bytes, CONNECTIONS, 1);
                        out.printf(
                                Locale.ROOT,
                                "a new connection for each: direct %.1f us, linked %.1f us of processor time%n",
                                micros(direct, bytes, CONNECTIONS, 1),
                                micros(far, bytes, CONNECTIONS, 1));
                    }
                }
            }
        }
    }

    /// Processor time of this process for one request.
    private static double micros(InetSocketAddress to, int answer, int requests, int each) throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        visit(to, answer, Math.min(WARM, requests), each);
        long before = system.getProcessCpuTime();
        visit(to, answer, requests, each);
        return (system.getProcessCpuTime() - before) / 1_000.0 / requests;
    }

    private static void visit(InetSocketAddress to, int answer, int requests, int each) throws IOException {
        for (int done = 0; done < requests; done += each) {
            try (Socket socket = new Socket(to.getAddress(), to.getPort())) {
                socket.setTcpNoDelay(true);
                DataInputStream in = new DataInputStream(socket.getInputStream());
                byte[] request = new byte[REQUEST_BYTES];
                byte[] page = new byte[answer];
                for (int i = 0; i < Math.min(each, requests); i++) {
                    socket.getOutputStream().write(request);
                    in.readFully(page);
                }
            }
        }
    }

    private static void serve(ServerSocket pod, int answer) {
        while (!pod.isClosed()) {
            try {
                Socket socket = pod.accept();
                Thread.ofVirtual().start(() -> serve(socket, answer));
            } catch (IOException _) {
                // Closed.
            }
        }
    }

    private static void serve(Socket socket, int answer) {
        try (socket) {
            socket.setTcpNoDelay(true);
            byte[] page = new byte[answer];
            while (socket.getInputStream().readNBytes(REQUEST_BYTES).length == REQUEST_BYTES) {
                socket.getOutputStream().write(page);
            }
        } catch (IOException _) {
            // The visitor has gone.
        }
    }

    /// Knows one node.
    private static final class Desk implements House {
        private final AtomicReference<Optional<KnownNode>> node = new AtomicReference<>(Optional.empty());

        @Override
        public Joined join(Secret token, String key, NodeFacts facts) {
            node.set(Optional.of(new KnownNode("node", key, facts)));
            return new Joined("node", "IE");
        }

        @Override
        public Optional<KnownNode> byKey(String key) {
            return node.get().filter(one -> one.key().equals(key));
        }

        @Override
        public Optional<KnownNode> byName(String name) {
            return node.get();
        }

        @Override
        public void here(String name, NodeFacts facts) {
            node.set(node.get().map(one -> new KnownNode(name, one.key(), facts)));
        }

        @Override
        public SnapshotFeed orders(String name) {
            return Desk::nothing;
        }

        @Override
        public SnapshotFeed backups(String name) {
            return Desk::nothing;
        }

        @Override
        public SnapshotFeed standbys(String name) {
            return Desk::nothing;
        }

        private static Optional<byte[]> nothing(long version, Duration wait) {
            return Optional.empty();
        }

        @Override
        public ReportDesk reports(String name) {
            return _ -> {};
        }

        @Override
        public ReportDesk backupReports(String name) {
            return _ -> {};
        }

        @Override
        public ReportDesk standbyReports(String name) {
            return _ -> {};
        }

        @Override
        public boolean encryptionPromised() {
            return true;
        }

        @Override
        public Secret volumeKey(String name, InstanceId instance) {
            return Secret.of(new byte[32]);
        }

        @Override
        public HouseFacts facts() {
            return new HouseFacts("", "", 0, "", "");
        }
    }
}
