package casemate.agent.site;

import casemate.agent.sandbox.HostTool;
import casemate.base.Secret;
import casemate.testkit.Eventually;
import casemate.wire.SiteAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Debian's OpenSSH server on a free port, with one key that may do all, one that may remove nothing, and one whose
/// site
/// takes what it is given, says so, and has lost the end of it when the next one asks.
public final class SftpServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BOUND = Duration.ofSeconds(20);

    /// Requests that take away or change what lies there.
    private static final String FORBIDDEN =
            "remove,rename,posix-rename,rmdir,setstat,fsetstat,lsetstat,symlink,hardlink";

    private final Path directory;
    private final int port;
    private final Process process;

    private SftpServer(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /// @param directory for keys and settings
    public static SftpServer start(Path directory) throws Exception {
        for (String key : List.of("host", "full", "append", "lossy")) {
            HostTool.must(
                    BOUND,
                    "",
                    "ssh-keygen",
                    "-q",
                    "-t",
                    "ed25519",
                    "-N",
                    "",
                    "-f",
                    directory.resolve(key).toString());
        }
        Files.createDirectories(Path.of("/run/sshd"));
        String full = Files.readString(directory.resolve("full.pub"));
        String append = Files.readString(directory.resolve("append.pub"));
        String lossy = Files.readString(directory.resolve("lossy.pub"));
        Path lost = Files.createDirectories(directory.resolve("lost"));
        Path authorized = Files.writeString(
                directory.resolve("authorized"),
                "restrict,command=\"internal-sftp\" " + full + "restrict,command=\"internal-sftp -P " + FORBIDDEN
                        + "\" " + append + "restrict,command=\"find " + lost
                        + "/ -type f -size +1k -exec truncate --size=-512 {} + ; exec /usr/lib/openssh/sftp-server\" "
                        + lossy);
        Files.setPosixFilePermissions(authorized, PosixFilePermissions.fromString("rw-r--r--"));
        int port = freePort();
        Path settings = Files.writeString(
                directory.resolve("sshd_config"), """
                ListenAddress 127.0.0.1:%d
                HostKey %s
                PidFile none
                UsePAM no
                StrictModes no
                AuthorizedKeysFile %s
                PasswordAuthentication no
                MaxStartups 100
                Subsystem sftp internal-sftp
                """.formatted(port, directory.resolve("host"), authorized));
        List<String> command = new ArrayList<>(List.of("/usr/sbin/sshd", "-D", "-e", "-f", settings.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("sshd.log").toFile())
                .start();
        SftpServer server = new SftpServer(directory, port, process);
        Eventually.until("an SSH server", PATIENCE, () -> listens(port));
        return server;
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// The place of a directory of this host.
    public String place(Path path) {
        return "sftp://root@127.0.0.1:" + port + "/" + path;
    }

    /// What opens it.
    public SiteAccess access() throws IOException {
        return new SiteAccess(hostKey(), secret("full"), Secret.of(""), false);
    }

    /// What may add and read.
    public SiteAccess appendOnly() throws IOException {
        return new SiteAccess(hostKey(), secret("append"), Secret.of(""), false);
    }

    /// What loses bytes of large files below [#lost()].
    public SiteAccess lossy() throws IOException {
        return new SiteAccess(hostKey(), secret("lossy"), Secret.of(""), false);
    }

    public Path lost() {
        return directory.resolve("lost");
    }

    private Secret secret(String key) throws IOException {
        return Secret.of(Files.readAllBytes(directory.resolve(key)));
    }

    public String hostKey() throws IOException {
        return Files.readString(directory.resolve("host.pub")).strip();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}
