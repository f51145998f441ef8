package casemate.database;

import casemate.base.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The view in which PostgreSQL runs: its programs and the system's libraries to read, one directory to write, its own
/// process ids.
///
/// What must stay true: nothing of it outlives this process, also after `kill -9`. The outer bubblewrap dies
/// with the thread that started it, the inner one with the outer, and the kernel ends a process namespace with
/// its first process. Because process ids and shared memory are private, PostgreSQL cannot notice a twin on the
/// same files: `sandbox.lock`, held for as long as the sandbox lives, does that.
final class PostgresSandbox {
    /// Where the sandbox sees its writable directory.
    static final String SPACE = "/space";

    /// PostgreSQL refuses to run as root. Above Debian's reserved ids and below what a user namespace usually maps.
    private static final int DATABASE_UID = 70_432;

    private static final List<String> SYSTEM = List.of("/usr", "/bin", "/sbin", "/lib", "/lib64");

    private final Path home;
    private final Path space;
    private final Path lock;
    private final Path passwd;

    private PostgresSandbox(Path home, Path space, Path lock, Path passwd) {
        this.home = home;
        this.space = space;
        this.lock = lock;
        this.passwd = passwd;
    }

    /// Prepares the directory; idempotent.
    static PostgresSandbox in(Path directory, Path home) throws IOException {
        if (!onPath("bwrap") || !onPath("setpriv")) {
            throw Refusal.invalid(
                    "bubblewrap-missing", "PostgreSQL runs inside bubblewrap: apt-get install bubblewrap util-linux");
        }
        Path space = Files.createDirectories(directory.resolve("space"));
        int uid = isRoot() ? DATABASE_UID : ownUid();
        Path lock = directory.resolve("sandbox.lock");
        if (!Files.exists(lock)) {
            Files.createFile(lock);
        }
        Path passwd = directory.resolve("passwd");
        Files.writeString(passwd, "casemate-database:x:" + uid + ":" + uid + "::/:/bin/false\n");
        PostgresSandbox sandbox = new PostgresSandbox(home, space, lock, passwd);
        sandbox.give(space);
        return sandbox;
    }

    /// Makes the database's user the owner of a path.
    void give(Path path) throws IOException {
        if (isRoot()) {
            Files.setAttribute(path, "unix:uid", DATABASE_UID);
            Files.setAttribute(path, "unix:gid", DATABASE_UID);
        }
    }

    Path space() {
        return space;
    }

    Path lock() {
        return lock;
    }

    /// The whole command line that runs one of the server's programs.
    List<String> command(String program, List<String> arguments) {
        List<String> line = new ArrayList<>();
        // A session of its own: Ctrl-C at the terminal must reach the platform alone, which stops the server in order.
        line.addAll(List.of("setsid", "bwrap", "--die-with-parent", "--unshare-pid", "--unshare-ipc", "--unshare-uts"));
        if (isRoot()) {
            line.addAll(List.of("--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"));
            line.addAll(List.of("--cap-add", "CAP_SETPCAP"));
        }
        SYSTEM.forEach(directory -> line.addAll(system(Path.of(directory))));
        line.addAll(List.of("--perms", "0755", "--dir", "/etc"));
        line.addAll(List.of("--ro-bind", passwd.toString(), "/etc/passwd", "--proc", "/proc", "--dev", "/dev"));
        line.addAll(List.of("--perms", "1777", "--tmpfs", "/dev/shm", "--perms", "1777", "--tmpfs", "/tmp"));
        line.addAll(List.of("--ro-bind", home.toString(), "/postgres", "--bind", space.toString(), SPACE));
        line.addAll(List.of("--ro-bind", lock.toString(), "/lock", "--lock-file", "/lock"));
        line.addAll(List.of("--clearenv", "--setenv", "PATH", "/usr/bin:/bin", "--setenv", "LC_ALL", "C", "--"));
        if (isRoot()) {
            line.addAll(List.of("setpriv", "--reuid=" + DATABASE_UID, "--regid=" + DATABASE_UID, "--clear-groups"));
            line.addAll(List.of("--no-new-privs", "--bounding-set=-all", "--inh-caps=-all", "--"));
        }
        line.add("/postgres/bin/" + program);
        line.addAll(arguments);
        return line;
    }

    /// `/lib` is a link to `usr/lib` on most systems, and a directory on the others.
    private static List<String> system(Path directory) {
        try {
            if (Files.isSymbolicLink(directory)) {
                return List.of("--symlink", Files.readSymbolicLink(directory).toString(), directory.toString());
            }
        } catch (IOException _) {
            return List.of();
        }
        boolean there = Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS);
        return there ? List.of("--ro-bind", directory.toString(), directory.toString()) : List.of();
    }

    private static boolean isRoot() {
        return ownUid() == 0;
    }

    private static int ownUid() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new IllegalStateException("/proc is not there", e);
        }
    }

    private static boolean onPath(String program) {
        for (String directory :
                System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":", -1)) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }
}
