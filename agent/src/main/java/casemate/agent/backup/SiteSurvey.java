package casemate.agent.backup;

import casemate.base.InstanceId;
import casemate.base.Refusal;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/// What lies at the sites, read from their directories without any key: names and times of copies, as a stranger with
/// the disk in hand would see them.
final class SiteSurvey {
    /// More than one platform has; a site with more is not ours.
    private static final int MAX_ENTRIES = 100_000;

    private final List<Path> sites;
    private final List<Found> found;

    /// The copies that one technology keeps of one instance at one site.
    record Found(Path site, String engine, InstanceId instance, List<Instant> copies) {
        Optional<Instant> newest() {
            return copies.stream().max(Instant::compareTo);
        }

        Optional<Instant> oldest() {
            return copies.stream().min(Instant::compareTo);
        }
    }

    private SiteSurvey(List<Path> sites, List<Found> found) {
        this.sites = sites;
        this.found = found;
    }

    static SiteSurvey of(List<Path> sites) throws IOException {
        List<Found> found = new ArrayList<>();
        for (Path site : sites) {
            for (Path engine : entries(site)) {
                for (Path instance : entries(engine)) {
                    look(site, engine, instance).ifPresent(found::add);
                }
            }
        }
        return new SiteSurvey(List.copyOf(sites), found);
    }

    private static Optional<Found> look(Path site, Path engine, Path instance) throws IOException {
        String name = engine.getFileName().toString();
        try {
            InstanceId id = new InstanceId(instance.getFileName().toString());
            List<Instant> copies = name.equals("archive") ? archives(instance) : snapshots(instance);
            return copies.isEmpty() ? Optional.empty() : Optional.of(new Found(site, name, id, copies));
        } catch (Refusal _) {
            return Optional.empty();
        }
    }

    private static List<Instant> archives(Path directory) throws IOException {
        List<Instant> all = new ArrayList<>();
        for (Path each : entries(directory)) {
            Matcher matcher = ArchiveEngine.NAME.matcher(each.getFileName().toString());
            if (matcher.matches()) {
                all.add(LocalDateTime.parse(matcher.group(1), ArchiveEngine.TIME)
                        .toInstant(ZoneOffset.UTC));
            }
        }
        return all;
    }

    private static List<Instant> snapshots(Path directory) throws IOException {
        List<Instant> all = new ArrayList<>();
        for (Path each : entries(directory.resolve("snapshots"))) {
            all.add(Files.getLastModifiedTime(each).toInstant());
        }
        return all;
    }

    private static List<Path> entries(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.sorted().limit(MAX_ENTRIES).toList();
        }
    }

    List<Found> found() {
        return found;
    }

    List<Found> of(InstanceId instance) {
        return found.stream().filter(f -> f.instance().equals(instance)).toList();
    }

    /// The positive control of whatever is said from names and times: one of the archives is whole.
    boolean oneIsWhole() throws IOException {
        for (Found each : found) {
            if (each.engine().equals("archive")) {
                Path directory =
                        each.site().resolve("archive").resolve(each.instance().value());
                for (Path file : entries(directory)) {
                    if (ArchiveEngine.NAME
                            .matcher(file.getFileName().toString())
                            .matches()) {
                        return ArchiveEngine.whole(
                                new Shelf(directory), file.getFileName().toString());
                    }
                }
            }
        }
        return false;
    }

    /// On how many storages the sites lie.
    int storages() throws IOException {
        Set<FileStore> all = new HashSet<>();
        for (Path site : sites) {
            // One that went away holds nothing, and is missed by what is said of sites.
            if (Files.isDirectory(site)) {
                all.add(Files.getFileStore(site));
            }
        }
        return all.size();
    }
}
