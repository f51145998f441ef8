package casemate.agent.site;

import casemate.base.Secret;
import casemate.testkit.SshServer;
import casemate.wire.SiteAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Debian's OpenSSH server on a free port, with one key that may do all, one that may remove nothing, and one whose
/// site takes what it is given, says so, and has lost the end of it when the next one asks.
public final class SftpServer implements AutoCloseable {
    private final Path lost;
    private final SshServer server;

    private SftpServer(Path lost, SshServer server) {
        this.lost = lost;
        this.server = server;
    }

    /// @param directory for keys and settings
    public static SftpServer start(Path directory) throws Exception {
        Path lost = Files.createDirectories(directory.resolve("lost"));
        String losing = "find " + lost
                + "/ -type f -size +1k -exec truncate --size=-512 {} + ; exec /usr/lib/openssh/sftp-server";
        return new SftpServer(
                lost,
                SshServer.start(
                        directory, Map.of("full", SshServer.ALL, "append", SshServer.ADD_ONLY, "lossy", losing)));
    }

    public static int freePort() throws IOException {
        return SshServer.freePort();
    }

    public static boolean listens(int port) {
        return SshServer.listens(port);
    }

    /// The place of a directory of this host.
    public String place(Path path) {
        return server.place(path);
    }

    /// What opens it.
    public SiteAccess access() throws IOException {
        return access("full", "");
    }

    /// What may add and read.
    public SiteAccess appendOnly() throws IOException {
        return access("append", "");
    }

    /// What may add and read, and what may remove.
    public SiteAccess appendOnlyAndPruning() throws IOException {
        return access("append", "full");
    }

    /// What loses bytes of large files below [#lost()].
    public SiteAccess lossy() throws IOException {
        return access("lossy", "");
    }

    public Path lost() {
        return lost;
    }

    private SiteAccess access(String key, String pruning) throws IOException {
        return new SiteAccess(hostKey(), secret(key), pruning.isEmpty() ? Secret.of("") : secret(pruning), false);
    }

    private Secret secret(String key) throws IOException {
        return Secret.of(Files.readAllBytes(server.key(key)));
    }

    public String hostKey() throws IOException {
        return Files.readString(server.hostKey()).strip();
    }

    @Override
    public void close() {
        server.close();
    }
}
