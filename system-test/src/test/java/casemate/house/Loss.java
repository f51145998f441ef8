package casemate.house;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.testkit.SshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Loses a house: all that is left of it is an account on another host, which refuses to remove anything, and the
/// recovery key that its operator had taken away.
final class Loss {
    private static final String SITE = "far";
    private static final String ACCOUNT = "append";

    private final SshServer server;
    private final Path site;
    private final Path key;
    private final Rows rows;

    private Loss(SshServer server, Path site, Path key, Rows rows) {
        this.server = server;
        this.site = site;
        this.key = key;
        this.rows = rows;
    }

    /// An account that may add, and neither remove nor change.
    static SshServer store(Path directory) throws Exception {
        return SshServer.start(directory, Map.of(ACCOUNT, SshServer.ADD_ONLY));
    }

    /// Declares the site, backs the house and these instances up, stops it, and removes its directory with the sites
    /// that lay there.
    ///
    /// @param away where site and key survive
    static Loss of(House house, SshServer server, Path away, String... instances) throws Exception {
        Path site = Files.createDirectory(away.resolve("site"));
        Command declared = house.casemate(
                "site",
                "add",
                SITE,
                "--region",
                "IE",
                "--append-only",
                "--place",
                server.place(site),
                "--credentials",
                server.key(ACCOUNT).toString(),
                "--host-keys",
                server.hostKey().toString());
        done(declared);
        assertThat(declared.out()).contains("it refuses to remove anything");
        for (String instance : instances) {
            done(house.casemate("backup", "now", instance));
        }
        done(house.casemate("backup", "house"));
        assertThat(house.casemate("backups").out()).contains("done").contains("at " + SITE);
        house.stop();
        assertThat(Remains.of(house.data())).isEmpty();
        Path data = house.data();
        Path key = Files.move(data.resolve("keys/recovery-key"), away.resolve("recovery-key"));
        Rows rows = Rows.in(data.resolve("postgres"), data.resolve("keys"));
        delete(data);
        return new Loss(server, site, key, rows);
    }

    /// Brings the house back into the directory that it had, and compares its rows before it starts.
    String restore(Path data) throws Exception {
        List<String> arguments = List.of(
                "restore-house", server.place(site),
                "--credentials", server.key(ACCOUNT).toString(),
                "--host-keys", server.hostKey().toString(),
                "--data", data.toString(),
                "--recovery-key", key.toString());
        Command restored = Command.casemate(arguments.toArray(String[]::new));
        done(restored);
        Command again = Command.casemate(arguments.toArray(String[]::new));
        assertThat(again.exit()).as(again.out()).isEqualTo(2);
        assertThat(again.out()).contains("not empty");
        // Not in its own place: there the house itself must get over how the copy was made.
        Path postgres = site.resolveSibling("rows");
        done(Command.run(List.of("cp", "-a", data.resolve("postgres").toString(), postgres.toString())));
        Rows.in(postgres, postgres).cameBackFrom(rows);
        return restored.out();
    }

    private static void done(Command command) {
        assertThat(command.exit()).as(command.out()).isZero();
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
        assertThat(Files.exists(root, LinkOption.NOFOLLOW_LINKS)).isFalse();
    }
}
