package casemate.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;

/// Debian's OpenSSH server on a free port of the loopback, with a key of its own for each command that it may force
/// upon who comes with it.
public final class SshServer implements AutoCloseable {
    /// Does all that SFTP can.
    public static final String ALL = "internal-sftp";

    /// Refuses what takes away or changes what lies there.
    public static final String ADD_ONLY =
            ALL + " -P remove,rename,posix-rename,rmdir,setstat,fsetstat,lsetstat,symlink,hardlink";

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CONNECT_MILLIS = 1_000;

    private final Path directory;
    private final String address;
    private final int port;
    private final Process process;

    private SshServer(Path directory, String address, int port, Process process) {
        this.directory = directory;
        this.address = address;
        this.port = port;
        this.process = process;
    }

    /// @param directory for keys and settings
    /// @param commands that are forced, by the names of keys
    public static SshServer start(Path directory, Map<String, String> commands)
            throws IOException, InterruptedException {
        return start(directory, commands, LOOPBACK);
    }

    /// The same at another address of this machine.
    public static SshServer start(Path directory, Map<String, String> commands, String address)
            throws IOException, InterruptedException {
        keygen(directory.resolve("host"));
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<String, String> each : commands.entrySet()) {
            Path key = directory.resolve(each.getKey());
            keygen(key);
            lines.append("restrict,command=\"")
                    .append(each.getValue())
                    .append("\" ")
                    .append(Files.readString(directory.resolve(each.getKey() + ".pub")));
        }
        Files.createDirectories(Path.of("/run/sshd"));
        Path authorized = Files.writeString(directory.resolve("authorized"), lines);
        Files.setPosixFilePermissions(authorized, PosixFilePermissions.fromString("rw-r--r--"));
        int port = freePort();
        Path settings = Files.writeString(
                directory.resolve("sshd_config"), """
                ListenAddress %s:%d
                HostKey %s
                PidFile none
                UsePAM no
                StrictModes no
                AuthorizedKeysFile %s
                PasswordAuthentication no
                MaxStartups 100
                Subsystem sftp internal-sftp
                """.formatted(address, port, directory.resolve("host"), authorized));
        Process process = new ProcessBuilder("/usr/sbin/sshd", "-D", "-e", "-f", settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sshd.log").toFile())
                .start();
        SshServer server = new SshServer(directory, address, port, process);
        Eventually.until("an SSH server", PATIENCE, () -> listens(address, port));
        return server;
    }

    private static void keygen(Path key) throws IOException, InterruptedException {
        Process made = new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (made.waitFor() != 0) {
            throw new IOException("ssh-keygen: " + said);
        }
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public static boolean listens(int port) {
        return listens(LOOPBACK, port);
    }

    private static boolean listens(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port), CONNECT_MILLIS);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// The place of a directory of this host, as backup sites are written.
    public String place(Path path) {
        return "sftp://root@" + address + ":" + port + "/" + path;
    }

    /// The private key of that name; closed to others.
    public Path key(String name) {
        return directory.resolve(name);
    }

    /// The server's own, as `ssh-keyscan` prints it but for the name.
    public Path hostKey() {
        return directory.resolve("host.pub");
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
