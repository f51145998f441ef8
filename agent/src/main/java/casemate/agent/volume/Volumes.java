package casemate.agent.volume;

import casemate.agent.sandbox.HostTool;
import casemate.agent.sandbox.SandboxHost;
import casemate.base.DurableFile;
import casemate.base.FileTree;
import casemate.base.Refusal;
import casemate.base.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The one directory below which all volumes of an agent lie, with the logs of their pods, each
/// encrypted under its own key (CRY-1): `sealed/`. A volume can be read while somebody holds its key
/// here, and by nobody afterwards. `volumes` and `logs` lead there.
///
/// What lay there in the clear, of an earlier release, is put aside to be moved in ([#aside]).
public final class Volumes implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Volumes.class.getName());
    static final String ROOT = SandboxHost.SEALED;
    static final String IMAGE = "sealed.img";
    static final String VOLUMES = "volumes";
    private static final String LOGS = "logs";
    private static final String STAGE = "stage";
    /// What holds places.
    static final List<String> PARTS = List.of(VOLUMES, LOGS, STAGE);
    private static final String ASIDE = "volumes.plain";
    /// Files of a pod that was killed are closed within moments.
    private static final Duration LOCK_WAIT = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration FIND_BOUND = Duration.ofSeconds(10);

    private final Path data;
    private final Kind kind;
    private final Optional<Locks> locks;
    private final Map<KeyName, Integer> held = new HashMap<>();
    private final Optional<SpaceGuard> space;

    /// How this host encrypts.
    public enum Kind {
        /// The file system of the data directory does it.
        OWN,
        /// A file system in a file does.
        LOOP,
        /// Processes of gocryptfs do.
        GOCRYPTFS,
        /// The host's own dm-crypt does, one key for all, as was declared and checked.
        DECLARED,
        /// Nothing does, and nobody promised it.
        NONE;

        /// For contents, for names, and for keys: as the list of cryptography in use names them.
        public List<String> algorithms() {
            return switch (this) {
                case OWN, LOOP -> List.of("AES-256-XTS", "AES-256-CTS", "HKDF-SHA-512");
                case GOCRYPTFS -> List.of("AES-256-GCM", "AES-256-EME", "HKDF-SHA-256", "HKDF-SHA-512", "scrypt");
                case DECLARED, NONE -> List.of();
            };
        }
    }

    Volumes(Path data, Kind kind, Optional<Locks> locks, Optional<SpaceGuard> space) {
        this.data = data;
        this.kind = kind;
        this.locks = locks;
        this.space = space;
    }

    /// Makes ready what the volumes lie in. All are locked afterwards, whatever an earlier agent left
    /// open.
    ///
    /// @param promised whether this host must encrypt
    /// @throws Refusal `volumes-clear` when it must and cannot
    public static Volumes open(Path data, boolean promised) throws IOException, InterruptedException {
        return open(data, promised, Disk.USUAL);
    }

    /// The same where the operator said something of the disk. A declared one is checked first, and is what there is
    /// when instances cannot have keys of their own.
    ///
    /// @throws Refusal `disk-clear` when the declaration is not true, `volumes-other` when volumes of another kind
    ///     than was chosen lie there, `volumes-clear` as above
    public static Volumes open(Path data, boolean promised, Disk disk) throws IOException, InterruptedException {
        Opening opening = new Opening(data);
        return switch (disk) {
            case USUAL -> opening.usual(promised, Optional.empty());
            case DM_CRYPT -> opening.usual(promised, Optional.of(new DmCrypt()));
            case GOCRYPTFS -> opening.gocryptfs();
        };
    }

    /// In the clear: for a laboratory that switched CRY-1 off.
    ///
    /// @throws Refusal `volumes-encrypted` where encrypted ones lie
    public static Volumes plain(Path data) throws IOException {
        if (Files.isSymbolicLink(data.resolve(VOLUMES))) {
            throw Refusal.conflict(
                    "volumes-encrypted",
                    "The volumes here are encrypted; CRY-1 can be switched off on a new directory.");
        }
        return unsealed(data, Kind.NONE);
    }

    static Volumes unsealed(Path data, Kind kind) throws IOException {
        Files.createDirectories(data.resolve(VOLUMES));
        Files.createDirectories(data.resolve(LOGS));
        return new Volumes(data, kind, Optional.empty(), Optional.empty());
    }

    /// Whether each volume is under a key of its own.
    private boolean keyed() {
        return locks.isPresent();
    }

    public Kind kind() {
        return kind;
    }

    private Path root() {
        return data.resolve(ROOT);
    }

    /// Where something lies on its way, on the same file system.
    public Path stage(String name) {
        return (keyed() ? root() : data).resolve(STAGE).resolve(name);
    }

    /// The file that all bytes of the volumes lie in, where there is one.
    public Optional<Path> image() {
        return kind == Kind.LOOP ? Optional.of(data.resolve(IMAGE)) : Optional.empty();
    }

    /// What holds the file system: a file, or a device.
    public Path disk() {
        return image().orElseGet(() -> Path.of(source()));
    }

    private String source() {
        try {
            return HostTool.must(
                            FIND_BOUND, "", "findmnt", "--noheadings", "--output", "SOURCE", "--target", "" + root())
                    .strip();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// Where a volume of this name lies that an earlier release made in the clear.
    public Path aside(String name) {
        return data.resolve(ASIDE).resolve(name);
    }

    /// The names of all that lie there.
    public List<String> aside() throws IOException {
        return names(data.resolve(ASIDE));
    }

    /// Unlocks everything under a key, until the last of its holders closes what this returns.
    ///
    /// @param key 32 bytes; not kept
    public synchronized Held unlock(Secret key) throws IOException {
        if (locks.isEmpty()) {
            return new Held(this, Optional.empty());
        }
        KeyName name = locks.get().unlock(key);
        held.merge(name, 1, Integer::sum);
        return new Held(this, Optional.of(name));
    }

    /// The same under a key of the moment: what it encrypts is lost when it is closed.
    public Held unlockFresh() throws IOException {
        byte[] chance = new byte[Held.KEY_BYTES];
        new SecureRandom().nextBytes(chance);
        try (Secret key = Secret.of(chance)) {
            return unlock(key);
        }
    }

    /// For a drill's twin: what is made with it lies in the clear.
    public Held none() {
        return new Held(this, Optional.empty());
    }

    synchronized Held again(Optional<KeyName> key) {
        key.ifPresent(name -> held.merge(name, 1, Integer::sum));
        return new Held(this, key);
    }

    /// Looks at the disk now, not within the next second.
    void lookAtSpace() throws IOException {
        if (space.isPresent()) {
            space.get().turn();
        }
    }

    /// Under which key something lies; empty when under none.
    Optional<KeyName> key(Path path) throws IOException {
        return locks.isPresent() ? locks.get().key(path) : Optional.empty();
    }

    /// How a directory is encrypted, in a line for a drill's measure; empty when it is not.
    ///
    /// @throws IOException when it cannot be looked at
    public Optional<String> mode(Path directory) throws IOException {
        return locks.isPresent() ? locks.get().mode(directory) : Optional.empty();
    }

    /// Whether the key of a directory is at hand now.
    public boolean unlocked(Path directory) throws IOException {
        Optional<KeyName> key = key(directory);
        return key.isEmpty() || locks.isEmpty() || locks.get().holds(key.get());
    }

    boolean stands(KeyName name) {
        return locks.isEmpty() || locks.get().stands(name);
    }

    /// What lies on the disk for a file, or for a directory with the names in it, read past all that decrypts.
    public byte[] raw(Path path) throws IOException, InterruptedException {
        return locks.isPresent() && locks.get() instanceof Gocryptfs gocryptfs
                ? gocryptfs.raw(path)
                : RawBytes.of(disk(), path).read();
    }

    /// Removes the bytes of what was removed while its key was away, where no other place is under that key.
    public void collect() throws IOException {
        if (locks.isPresent()) {
            locks.get().collect();
        }
    }

    synchronized void release(KeyName name) throws IOException, InterruptedException {
        int left = held.merge(name, -1, Integer::sum);
        if (left > 0) {
            return;
        }
        held.remove(name);
        lock(name);
        collect();
    }

    void make(Path place, Optional<KeyName> key) throws IOException {
        Place.remove(place);
        if (key.isPresent() && locks.isPresent()) {
            locks.get().make(place, key.get());
        } else {
            Files.createDirectories(place);
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));
        }
    }

    void take(Path directory, Path place, Optional<KeyName> key) throws IOException {
        Place.remove(place);
        if (key.isPresent() && locks.isPresent()) {
            locks.get().take(directory, place, key.get());
        } else {
            Files.move(directory, place);
        }
    }

    private void lock(KeyName name) throws IOException, InterruptedException {
        Locks by = locks.orElseThrow();
        long end = System.nanoTime() + LOCK_WAIT.toNanos();
        while (!by.lock(name)) {
            if (System.nanoTime() - end > 0) {
                LOG.log(System.Logger.Level.WARNING, "files of a locked volume are still open");
                by.abandon(name);
                return;
            }
            Thread.sleep(LOOK);
        }
    }

    /// May be killed at any point, and goes on where it was.
    Volumes layOut() throws IOException, InterruptedException {
        for (String part : PARTS) {
            Path directory = Files.createDirectories(root().resolve(part));
            if (locks.isPresent() && locks.get() instanceof KernelLocks kernel) {
                for (KeyName left : kernel.keys(directory)) {
                    lock(left);
                }
            }
        }
        Path before = data.resolve(VOLUMES);
        if (Files.isDirectory(before, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(data.resolve(ASIDE));
            for (String name : names(before)) {
                Files.move(before.resolve(name), aside(name));
            }
            Files.delete(before);
        }
        if (!Files.isSymbolicLink(data.resolve(LOGS))) {
            FileTree.delete(data.resolve(LOGS));
        }
        for (String part : List.of(VOLUMES, LOGS)) {
            if (!Files.isSymbolicLink(data.resolve(part))) {
                Files.createSymbolicLink(data.resolve(part), Path.of(ROOT, part));
            }
        }
        DurableFile.syncDirectory(data);
        return this;
    }

    /// Takes the file system down, when it is one in a file; whoever still has a file open in it keeps
    /// it until then.
    @Override
    public void close() {
        space.ifPresent(SpaceGuard::close);
        locks.ifPresent(Locks::close);
        if (kind == Kind.LOOP) {
            LoopFile.unmount(root());
        }
    }

    static List<String> names(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
