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
    private static final String ROOT = SandboxHost.SEALED;
    private static final String IMAGE = "sealed.img";
    private static final String VOLUMES = "volumes";
    private static final String LOGS = "logs";
    private static final String STAGE = "stage";
    private static final String ASIDE = "volumes.plain";
    /// Files of a pod that was killed are closed within moments.
    private static final Duration LOCK_WAIT = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration FIND_BOUND = Duration.ofSeconds(10);

    private final Path data;
    private final Kind kind;
    private final Fscrypt fscrypt;
    private final Map<KeyName, Integer> held = new HashMap<>();
    private final Optional<SpaceGuard> space;

    /// How this host encrypts.
    public enum Kind {
        /// The file system of the data directory does it.
        OWN,
        /// A file system in a file does.
        LOOP,
        /// The host's own dm-crypt does, one key for all, as was declared and checked.
        DECLARED,
        /// Nothing does, and nobody promised it.
        NONE
    }

    private Volumes(Path data, Kind kind, Fscrypt fscrypt, Optional<SpaceGuard> space) {
        this.data = data;
        this.kind = kind;
        this.fscrypt = fscrypt;
        this.space = space;
    }

    /// Makes ready what the volumes lie in. All are locked afterwards, whatever an earlier agent left
    /// open.
    ///
    /// @param promised whether this host must encrypt
    /// @throws Refusal `volumes-clear` when it must and cannot
    public static Volumes open(Path data, boolean promised) throws IOException, InterruptedException {
        return open(data, promised, Optional.empty());
    }

    /// The same where the operator declared that the data directory lies on an encrypted disk: checked first, and what
    /// there is when instances cannot have keys of their own.
    ///
    /// @throws Refusal `disk-clear` when the declaration is not true, `volumes-clear` as above
    public static Volumes open(Path data, boolean promised, Optional<DmCrypt> declared)
            throws IOException, InterruptedException {
        if (declared.isPresent()) {
            declared.get().check(Files.createDirectories(data));
        }
        Fscrypt fscrypt = new Fscrypt();
        Path root = Files.createDirectories(data.resolve(ROOT));
        LoopFile loop = new LoopFile(data.resolve(IMAGE));
        if (!loop.exists() && encrypts(fscrypt, root)) {
            return new Volumes(data, Kind.OWN, fscrypt, Optional.empty()).layOut();
        }
        boolean fresh = !loop.exists();
        String why;
        try {
            if (fresh) {
                loop.make();
            }
            loop.mount(root);
            if (encrypts(fscrypt, root)) {
                return new Volumes(data, Kind.LOOP, fscrypt, guard(data, root)).layOut();
            }
            why = "the kernel lacks CONFIG_FS_ENCRYPTION";
        } catch (IOException e) {
            why = String.valueOf(e.getMessage());
        }
        if (fresh && declared.isPresent()) {
            // Nothing lies in it: at the next start it would look like encrypted volumes that cannot be had.
            LoopFile.unmount(root);
            Files.deleteIfExists(data.resolve(IMAGE));
        }
        return without(data, promised, declared.isPresent(), why);
    }

    /// Where instances cannot have keys of their own.
    ///
    /// @param declared whether the disk is encrypted as a whole
    static Volumes without(Path data, boolean promised, boolean declared, String why) throws IOException {
        boolean before = Files.exists(data.resolve(IMAGE)) || Files.isSymbolicLink(data.resolve(VOLUMES));
        if (declared && !before) {
            return unsealed(data, Kind.DECLARED);
        }
        if (promised || before) {
            throw Refusal.conflict(
                    "volumes-clear",
                    "This host cannot encrypt volumes, as CRY-1 promises: " + why + ". Give it loop devices, or put "
                            + data + " on an ext4 file system with `tune2fs -O encrypt`, or on a LUKS device and say"
                            + " so: --disk dm-crypt.");
        }
        return plain(data);
    }

    /// A kernel that takes no order to hold room back is no reason not to begin: a full disk is then what it was.
    private static Optional<SpaceGuard> guard(Path data, Path root) throws InterruptedException {
        try {
            return Optional.of(SpaceGuard.begin(data.resolve(IMAGE), root, LoopFile.reserve(root)));
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a full disk will turn the volumes read-only, as the kernel takes no reserve: {0}",
                    e.getMessage());
            return Optional.empty();
        }
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

    private static Volumes unsealed(Path data, Kind kind) throws IOException {
        Files.createDirectories(data.resolve(VOLUMES));
        Files.createDirectories(data.resolve(LOGS));
        return new Volumes(data, kind, new Fscrypt(), Optional.empty());
    }

    /// Whether each volume is under a key of its own.
    private boolean keyed() {
        return kind == Kind.OWN || kind == Kind.LOOP;
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
        if (!keyed()) {
            return new Held(this, Optional.empty());
        }
        KeyName name = fscrypt.add(root(), key);
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

    Optional<Fscrypt.Policy> policy(Path directory) throws IOException {
        return keyed() ? fscrypt.policy(directory) : Optional.empty();
    }

    /// How a directory is encrypted, in a line for a drill's measure; empty when it is not.
    ///
    /// @throws IOException when it cannot be looked at
    public Optional<String> mode(Path directory) throws IOException {
        return policy(directory)
                .filter(p -> p.contents() == Fscrypt.AES_256_XTS && p.names() == Fscrypt.AES_256_CTS)
                .map(_ -> "AES-256-XTS");
    }

    /// Whether the kernel holds the key of a directory now.
    public boolean unlocked(Path directory) throws IOException {
        Optional<Fscrypt.Policy> policy = policy(directory);
        return policy.isEmpty() || fscrypt.holds(root(), policy.get().key());
    }

    synchronized void release(KeyName name) throws IOException, InterruptedException {
        int left = held.merge(name, -1, Integer::sum);
        if (left > 0) {
            return;
        }
        held.remove(name);
        lock(name);
    }

    void encrypt(Path directory, Optional<KeyName> key) throws IOException {
        FileTree.delete(directory);
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        if (key.isPresent()) {
            fscrypt.encrypt(directory, key.get());
        }
    }

    private void lock(KeyName name) throws IOException, InterruptedException {
        long end = System.nanoTime() + LOCK_WAIT.toNanos();
        while (!fscrypt.remove(root(), name)) {
            if (System.nanoTime() - end > 0) {
                LOG.log(System.Logger.Level.WARNING, "files of a locked volume are still open");
                return;
            }
            Thread.sleep(LOOK);
        }
    }

    /// May be killed at any point, and goes on where it was.
    private Volumes layOut() throws IOException, InterruptedException {
        for (String part : List.of(VOLUMES, LOGS, STAGE)) {
            Files.createDirectories(root().resolve(part));
            lockAll(root().resolve(part));
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

    private void lockAll(Path directory) throws IOException, InterruptedException {
        for (String name : names(directory)) {
            Path each = directory.resolve(name);
            Optional<Fscrypt.Policy> policy =
                    Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS) ? policy(each) : Optional.empty();
            if (policy.isPresent()) {
                lock(policy.get().key());
            }
        }
    }

    /// Takes the file system down, when it is one in a file; whoever still has a file open in it keeps
    /// it until then.
    @Override
    public void close() {
        space.ifPresent(SpaceGuard::close);
        if (kind == Kind.LOOP) {
            LoopFile.unmount(root());
        }
    }

    /// Trying is the only way to know: kernel, file system and their settings all have a say.
    private static boolean encrypts(Fscrypt fscrypt, Path root) throws IOException {
        byte[] chance = new byte[Held.KEY_BYTES];
        new SecureRandom().nextBytes(chance);
        try (Secret key = Secret.of(chance)) {
            KeyName name = fscrypt.add(root, key);
            Path trial = Files.createTempDirectory(root, ".trial-");
            try {
                fscrypt.encrypt(trial, name);
                return true;
            } finally {
                Files.delete(trial);
                fscrypt.remove(root, name);
            }
        } catch (Kernel.Failed _) {
            return false;
        }
    }

    private static List<String> names(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
