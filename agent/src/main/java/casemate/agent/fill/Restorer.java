package casemate.agent.fill;

import casemate.agent.backup.BackupSet;
import casemate.agent.blueprint.Blueprint;
import casemate.agent.image.ImageTree;
import casemate.agent.image.Trees;
import casemate.agent.volume.Held;
import casemate.base.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Fills a pod's volume with what a backup holds, before any of its processes runs.
public final class Restorer {
    private final Blueprint blueprint;
    private final Installer installer;
    private final Path image;

    public Restorer(Blueprint blueprint, Installer installer, Path image) {
        this.blueprint = blueprint;
        this.installer = installer;
        this.image = image;
    }

    /// Takes the set's files away from it.
    ///
    /// @return the steps that bring the database back; the dump is made again, for comparison
    public List<Blueprint.Step> layBack(BackupSet set, Held held) throws IOException, InterruptedException {
        Optional<String> moment = MomentOf.time(set);
        if (held.covers(set.volume())) {
            held.take(set.volume(), installer.place());
        } else {
            held.make(installer.place());
            Trees.clone(set.volume(), installer.volume());
            FileTree.delete(set.volume());
        }
        Path volume = installer.volume();
        if (moment.isPresent()) {
            layLogs(set);
        }
        Trees.own(volume, installer.uid());
        Files.setPosixFilePermissions(volume, PosixFilePermissions.fromString("rwx------"));
        for (String excluded : blueprint.backup().exclude()) {
            empty(installer.at(excluded));
        }
        if (blueprint.backup().database().isEmpty()) {
            return List.of();
        }
        Blueprint.Dump database = blueprint.backup().database().get();
        if (StandbyMark.on(set)) {
            return standing(database);
        }
        if (!Files.exists(installer.at(Blueprint.Dump.FILE), LinkOption.NOFOLLOW_LINKS)) {
            // Copied while the instance stood still, with the database's own files.
            return List.of();
        }
        List<Blueprint.Step> replay = moment.isPresent()
                ? database.moments().map(Blueprint.Moments::replay).orElse(List.of())
                : List.of();
        if (moment.isPresent() && MomentOf.replacesDump(blueprint)) {
            return replay;
        }
        Path base = installer.at(Blueprint.Moments.BASE);
        plainAbove(base);
        FileTree.delete(base);
        seed(database.path());
        return Stream.concat(Stream.of(database.load(), database.dump()), replay.stream())
                .toList();
    }

    /// What makes a standby of the set: of the database's own files, or of the dump in an empty one.
    private List<Blueprint.Step> standing(Blueprint.Dump database) throws IOException {
        Blueprint.Step begin =
                StandbyMark.of(blueprint).map(Blueprint.Standby::begin).orElseThrow();
        if (MomentOf.replacesDump(blueprint)) {
            return List.of(begin);
        }
        if (!Files.isRegularFile(installer.at(Blueprint.Dump.FILE), LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("the seed was made while the instance stood still; a log leads on from a dump only");
        }
        seed(database.path());
        return List.of(database.load(), begin);
    }

    /// Where the replay takes them from; what the customer had there is not looked at.
    private void layLogs(BackupSet set) throws IOException {
        Path at = installer.at(Blueprint.Moments.LOGS);
        plainAbove(at);
        FileTree.delete(at);
        Trees.copy(MomentOf.logs(set), at, installer.uid());
        keepHead(at.resolve("dump"));
    }

    /// The dump says where in the log it stands, and is soon written anew for comparison.
    private void keepHead(Path to) throws IOException {
        Path dump = installer.at(Blueprint.Dump.FILE);
        if (Files.isRegularFile(dump, LinkOption.NOFOLLOW_LINKS)) {
            try (InputStream in = Files.newInputStream(dump)) {
                Files.write(to, in.readNBytes(DumpText.EDGE_BYTES));
            }
        }
    }

    private void empty(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            plainAbove(directory);
            Files.createDirectory(directory);
            Trees.give(directory, installer.uid());
        }
    }

    /// The empty database, as the install lays it out.
    private void seed(String path) throws IOException {
        Path at = installer.at(path);
        plainAbove(at);
        for (Blueprint.Copy copy : blueprint.install().copies()) {
            if (copy.to().equals(path)) {
                Trees.copy(new ImageTree(image).through(copy.from()), at, installer.uid());
            }
        }
    }

    /// The files are the customer's: a link in the way would lead root elsewhere.
    private void plainAbove(Path path) throws IOException {
        Path volume = installer.volume();
        for (Path at = path.resolve("..").normalize();
                !at.equals(volume);
                at = at.resolve("..").normalize()) {
            if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException("the backup has no directory " + volume.relativize(at));
            }
        }
    }
}
