package casemate.agent.backup;

import casemate.agent.site.Site;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;

/// What lies at the sites, listed there without any key: names and times of copies, as a stranger with the disk in hand
/// would see them. A site that cannot be reached holds nothing.
final class SiteSurvey {
    /// `archive/INSTANCE/FILE`, `restic/INSTANCE/snapshots/FILE`.
    private static final int PARTS = 3;

    private static final System.Logger LOG = System.getLogger(SiteSurvey.class.getName());

    /// Stands for a directory that is none of ours.
    private static final InstanceId NOBODY = new InstanceId("ins_00000000000000000000000000");

    private final List<Found> found;
    private final Set<String> storages;
    private final int unseen;

    /// The copies that one technology keeps of one instance at one site.
    ///
    /// @param archives files of archives that have their digests
    record Found(
            Site site,
            String storage,
            String engine,
            InstanceId instance,
            List<Instant> copies,
            List<String> archives) {
        Optional<Instant> newest() {
            return copies.stream().max(Instant::compareTo);
        }
    }

    private SiteSurvey(List<Found> found, Set<String> storages, int unseen) {
        this.found = found;
        this.storages = storages;
        this.unseen = unseen;
    }

    static SiteSurvey of(List<Site> sites) throws InterruptedException {
        return of(sites, List.of());
    }

    /// @param lost copies that lie there and do not count
    static SiteSurvey of(List<Site> sites, List<SiteTarget.Lost> lost) throws InterruptedException {
        List<Found> found = new ArrayList<>();
        Set<String> storages = new HashSet<>();
        int unseen = 0;
        for (Site site : sites) {
            try {
                List<Found> here = look(site, lost);
                found.addAll(here);
                here.forEach(each -> storages.add(each.storage()));
            } catch (IOException e) {
                unseen++;
                // What cannot be listed does not count: the drills say what is missing then.
                LOG.log(System.Logger.Level.WARNING, "a backup site cannot be looked at: {0}", e.getMessage());
            }
        }
        return new SiteSurvey(List.copyOf(found), storages, unseen);
    }

    private static List<Found> look(Site site, List<SiteTarget.Lost> lost) throws IOException, InterruptedException {
        Map<Path, List<Site.Item>> repositories = new LinkedHashMap<>();
        for (Site.Item item : site.copies()) {
            if (item.path().getNameCount() >= PARTS) {
                repositories
                        .computeIfAbsent(item.path().subpath(0, 2), _ -> new ArrayList<>())
                        .add(item);
            }
        }
        List<Found> all = new ArrayList<>();
        for (var repository : repositories.entrySet()) {
            String engine = repository.getKey().getName(0).toString();
            InstanceId instance = instance(repository.getKey().getName(1).toString());
            List<Site.Item> counted = repository.getValue().stream()
                    .filter(item -> lost.stream().noneMatch(copy -> copy.is(site, engine, instance, name(item))))
                    .toList();
            Found one = engine.equals("archive")
                    ? archives(site, instance, counted)
                    : snapshots(site, engine, instance, counted);
            if (!one.copies().isEmpty() && !instance.equals(NOBODY)) {
                all.add(one);
            }
        }
        return all;
    }

    private static String name(Site.Item item) {
        return String.valueOf(item.path().getFileName());
    }

    private static Found snapshots(Site site, String engine, InstanceId instance, List<Site.Item> items)
            throws IOException {
        List<Instant> copies = items.stream().map(Site.Item::modified).toList();
        return new Found(site, site.storage(), engine, instance, copies, List.of());
    }

    private static InstanceId instance(String name) {
        try {
            return new InstanceId(name);
        } catch (Refusal _) {
            return NOBODY;
        }
    }

    private static Found archives(Site site, InstanceId instance, List<Site.Item> items) throws IOException {
        Set<String> names = new HashSet<>();
        items.forEach(item -> names.add(name(item)));
        List<Instant> copies = new ArrayList<>();
        List<String> files = new ArrayList<>();
        for (String name : names) {
            Matcher matcher = ArchiveEngine.NAME.matcher(name);
            if (matcher.matches() && names.contains(name + ArchiveEngine.DIGEST)) {
                copies.add(LocalDateTime.parse(matcher.group(1), ArchiveEngine.TIME)
                        .toInstant(ZoneOffset.UTC));
                files.add(name);
            }
        }
        return new Found(site, site.storage(), "archive", instance, copies, files);
    }

    List<Found> found() {
        return found;
    }

    List<Found> of(InstanceId instance) {
        return found.stream().filter(f -> f.instance().equals(instance)).toList();
    }

    /// The positive control of whatever is said from names and times: one of the archives is whole.
    boolean oneIsWhole() throws IOException, InterruptedException {
        for (Found each : found) {
            for (String file : each.archives()) {
                return ArchiveEngine.whole(
                                each.site().shelf("archive/" + each.instance().value()), file)
                        .isPresent();
            }
        }
        return false;
    }

    /// On how many storages copies lie.
    int storages() {
        return storages.size();
    }

    /// How many sites could not be listed.
    int unseen() {
        return unseen;
    }
}
