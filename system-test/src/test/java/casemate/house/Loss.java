package casemate.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Loses a house: all that is left of it is one backup site and the recovery key that its operator had taken away.
final class Loss {
    private final Path site;
    private final Path key;

    private Loss(Path site, Path key) {
        this.site = site;
        this.key = key;
    }

    /// Backs the house and these instances up, stops it, and removes its directory.
    ///
    /// @param away where site and key survive
    static Loss of(House house, Path away, String... instances) throws Exception {
        for (String instance : instances) {
            done(house.casemate("backup", "now", instance));
        }
        done(house.casemate("backup", "house"));
        assertThat(house.casemate("backups").out()).contains("done").contains("at one");
        house.stop();
        assertThat(Remains.of(house.data())).isEmpty();
        Path data = house.data();
        Path key = Files.move(data.resolve("keys/recovery-key"), away.resolve("recovery-key"));
        Path site = Files.move(data.resolve("sites/one"), away.resolve("site"));
        delete(data);
        return new Loss(site, key);
    }

    /// Brings the house back into the directory that it had.
    String restore(Path data) {
        List<String> arguments =
                List.of("restore-house", site.toString(), "--data", data.toString(), "--recovery-key", key.toString());
        Command restored = Command.casemate(arguments.toArray(String[]::new));
        done(restored);
        Command again = Command.casemate(arguments.toArray(String[]::new));
        assertThat(again.exit()).as(again.out()).isEqualTo(2);
        assertThat(again.out()).contains("not empty");
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
