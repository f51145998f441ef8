package casemate.agent.backup;

import casemate.agent.site.Site;
import casemate.base.FileTree;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.promise.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What CRY-3's drill looks at: a site of the drill's own, kept by the engines that keep customers', and the
/// names at the platform's sites.
final class CipherTarget implements Target {
    private static final String FILE = "marker";

    private final Path own;
    private final InstanceId instance;
    private final String run;
    private final Clock clock;
    private final List<Store> stores;
    private final List<Site> sites;

    /// One technology's repository.
    record Store(BackupEngine engine, Repository repository, Cipher cipher) {}

    /// Reads from a repository which cipher it is under.
    interface Cipher {
        String of(Repository repository, String copy) throws IOException, InterruptedException;
    }

    /// Puts them up.
    ///
    /// @param place a directory for sites of the drill's own
    record Targets(Path place, Supplier<SiteTarget> sites, Clock clock) {
        CipherTarget platform() {
            ResticEngine restic = new ResticEngine();
            ArchiveEngine archive = new ArchiveEngine();
            try (SiteTarget real = sites.get()) {
                return put(
                        real.sites(),
                        List.of(
                                new Engine(restic, (at, _) -> restic.cipher(at)),
                                new Engine(archive, archive::cipher)));
            }
        }

        /// With archives as earlier releases wrote them.
        CipherTarget former() {
            ArchiveEngine archive = ArchiveEngine.former();
            return put(List.of(), List.of(new Engine(archive, archive::cipher)));
        }

        private CipherTarget put(List<Site> real, List<Engine> engines) {
            Ids ids = new Ids(clock, new SecureRandom());
            try {
                Path own = Files.createTempDirectory(Files.createDirectories(place), "cipher-");
                Path site = Files.createDirectory(own.resolve("site"));
                InstanceId instance = ids.instance();
                List<Store> stores = engines.stream()
                        .map(e ->
                                new Store(e.engine(), Repository.at(site, e.engine(), instance, random()), e.cipher()))
                        .toList();
                return new CipherTarget(own, instance, ids.make("bak"), clock, stores, real);
            } catch (IOException e) {
                throw new UncheckedIOException("the drill's own site cannot be made", e);
            }
        }
    }

    private record Engine(BackupEngine engine, Cipher cipher) {}

    private CipherTarget(Path own, InstanceId instance, String run, Clock clock, List<Store> stores, List<Site> sites) {
        this.own = own;
        this.instance = instance;
        this.run = run;
        this.clock = clock;
        this.stores = stores;
        this.sites = sites;
    }

    List<Store> stores() {
        return stores;
    }

    /// The same repository, with a key that is not its own.
    Store withOtherKey(Store store) {
        return new Store(
                store.engine(), Repository.at(own.resolve("site"), store.engine(), instance, random()), store.cipher());
    }

    /// Keeps a copy of a file that says the marker, which is the run's id.
    String keep(Store store) throws IOException, InterruptedException {
        BackupSet set = BackupSet.begin(own.resolve("set"));
        set.add(FILE, run.getBytes(StandardCharsets.US_ASCII));
        return store.engine()
                .store(store.repository(), set.root(), run, clock.instant())
                .copy();
    }

    boolean comesBack(Store store, String copy) throws IOException, InterruptedException {
        Path into = own.resolve("back");
        FileTree.delete(into);
        Files.createDirectories(into);
        store.engine().restore(store.repository(), copy, into);
        return Files.readString(into.resolve(FILE)).equals(run);
    }

    /// Whether the marker lies in any of the bytes that the technology wrote; a name may say the run.
    boolean markerLies(Store store) throws IOException {
        try (Stream<Path> all =
                Files.walk(own.resolve("site").resolve(store.engine().name()))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                boolean digest = file.toString().endsWith(ArchiveEngine.DIGEST);
                if (!digest
                        && Files.readString(file, StandardCharsets.ISO_8859_1).contains(run)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// What lies at the platform's sites without the promised layer.
    ///
    /// @param unseenSites those that cannot be looked at
    record Former(long copies, int unseenSites) {}

    Former former() throws InterruptedException {
        SiteSurvey survey = SiteSurvey.of(sites);
        long copies = survey.found().stream()
                .flatMap(found -> found.archives().stream())
                .filter(name -> !ArchiveEngine.encrypted(name))
                .count();
        return new Former(copies, survey.unseen());
    }

    private static Secret random() {
        byte[] key = new byte[Repository.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return Secret.of(key);
    }

    @Override
    public void close() {
        try {
            FileTree.delete(own);
        } catch (IOException e) {
            throw new UncheckedIOException("the drill's own site is not gone", e);
        }
    }
}
