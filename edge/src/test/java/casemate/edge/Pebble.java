package casemate.edge;

import casemate.base.Json;
import casemate.edge.acme.AcmeConfig;
import casemate.edge.acme.TrustedRoots;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// Let's Encrypt's own test authority, with a DNS server that says 127.0.0.1 to everything.
final class Pebble implements AutoCloseable {
    private static final int MAX_BYTES = 1 << 20;

    private final List<Process> processes;
    private final String roots;
    private final int port;
    private final int plainPort;

    private Pebble(List<Process> processes, String roots, int port, int plainPort) {
        this.processes = processes;
        this.roots = roots;
        this.port = port;
        this.plainPort = plainPort;
    }

    static boolean installed() {
        return Files.isExecutable(Path.of("/usr/bin/pebble"));
    }

    /// @param tlsPort where it looks for answers by handshake
    static Pebble start(Path directory, int tlsPort) throws Exception {
        Files.createDirectories(directory);
        LocalAuthority own = LocalAuthority.open(directory, "localhost", Clock.systemUTC(), new SecureRandom());
        Leaf leaf = own.issue("localhost", Clock.systemUTC().instant());
        Path certificate = directory.resolve("pebble.pem");
        Files.writeString(certificate, Pem.write(leaf.certificate()) + Pem.write(own.issuer()));
        Path key = directory.resolve("pebble.key");
        Files.writeString(key, Pem.write(leaf.key()));
        int dns = freePort();
        int port = freePort();
        int management = freePort();
        int plainPort = freePort();
        Path config = directory.resolve("pebble.json");
        Json.Obj pebble = Json.object()
                .put("listenAddress", "127.0.0.1:" + port)
                .put("managementListenAddress", "127.0.0.1:" + management)
                .put("certificate", certificate.toString())
                .put("privateKey", key.toString())
                .put("httpPort", plainPort)
                .put("tlsPort", tlsPort)
                .build();
        Files.write(config, Json.object().put("pebble", pebble).build().canonical());
        Process names = run(
                directory.resolve("dns.log"),
                "pebble-challtestsrv",
                "-dns01=127.0.0.1:" + dns,
                "-http01=",
                "-https01=",
                "-tlsalpn01=",
                "-defaultIPv6=",
                "-management=127.0.0.1:" + freePort());
        Process authority =
                run(directory.resolve("pebble.log"), "pebble", "-config=" + config, "-dnsserver=127.0.0.1:" + dns);
        String ownRoot = Pem.write(own.root());
        String root = await(ownRoot, "https://localhost:" + management + "/roots/0");
        return new Pebble(List.of(names, authority), ownRoot + root, port, plainPort);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    URI directory() {
        return URI.create("https://localhost:" + port + "/dir");
    }

    /// The root of what it issues, and of its own address.
    String roots() {
        return roots;
    }

    int plainPort() {
        return plainPort;
    }

    AcmeConfig config(URI directory, boolean plainly) {
        return new AcmeConfig(
                directory,
                "operator@casemate.example",
                roots,
                plainly ? OptionalInt.of(plainPort) : OptionalInt.empty(),
                Set.of());
    }

    /// What it says about itself.
    Json.Obj says() throws IOException, InterruptedException {
        return Json.parseObject(
                get(roots, directory().toString()).getBytes(java.nio.charset.StandardCharsets.UTF_8), MAX_BYTES);
    }

    private static String await(String root, String address) {
        String[] found = {""};
        EdgeHouse.until(() -> {
            try {
                found[0] = get(root, address);
                return true;
            } catch (IOException _) {
                return false;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        return found[0];
    }

    private static String get(String root, String address) throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(TrustedRoots.and(root)).build()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static Process run(Path log, String... command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
        return builder.start();
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
    }
}
