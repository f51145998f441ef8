package casemate.agent.volume;

import casemate.agent.sandbox.HostTool;
import casemate.base.DurableFile;
import casemate.base.FileTree;
import casemate.base.Json;
import casemate.base.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Directories that gocryptfs encrypts, for hosts whose kernel cannot: for each key one directory of ciphertext,
/// `cipher/KEY`, and while the key is here one process that shows it in the clear at `open/KEY`. All that is under
/// the key lies there side by side, so that moving within a key stays one rename; places are links to it.
///
/// A process that falls takes its view with it; the next [#unlock] shows it anew.
final class Gocryptfs implements Locks {
    static final String PROGRAM = "gocryptfs";
    /// Of the `fuse` kernel module; without it nothing can be shown.
    static final Path DEVICE = Path.of("/dev/fuse");

    /// How every link at a place begins.
    static final Path LEADS = Path.of("..", "open");

    private static final String CIPHER = "cipher";
    private static final String OPEN = "open";
    private static final String NEW = ".new";
    private static final String GONE = ".gone";
    private static final String OWN_ONLY = "rwx------";
    private static final String CONF = "gocryptfs.conf";
    /// Some hundred bytes.
    private static final int MAX_CONF_BYTES = 64 << 10;
    /// What gocryptfs 2 does unless it is told otherwise: AES-256-GCM with nonces of 128 bits, keys for contents and
    /// names derived by HKDF, names by AES-256-EME.
    private static final List<String> WANTED = List.of("GCMIV128", "HKDF", "EMENames", "DirIV");
    /// Other ciphers, or names in the clear.
    private static final List<String> OTHERS = List.of("AESSIV", "XChaCha20Poly1305", "PlaintextNames");

    /// The least that gocryptfs takes, 2^10. A slow derivation is there for words that can be guessed; ours are 32
    /// bytes of a key, which nobody guesses at any speed.
    private static final String SCRYPT = "10";

    private static final int NAME_BYTES = 8;
    private static final Duration BOUND = Duration.ofSeconds(30);
    /// A process whose view was taken down ends by itself.
    private static final Duration END_WAIT = Duration.ofMillis(200);

    private final Path root;
    private final SecureRandom chance = new SecureRandom();
    private final Map<KeyName, Process> serving = new HashMap<>();

    private Gocryptfs(Path root) {
        this.root = root;
    }

    /// Takes down what an earlier agent left, and what is half made or half removed.
    ///
    /// @param root of the volumes
    static Gocryptfs at(Path root) throws IOException, InterruptedException {
        Gocryptfs all = new Gocryptfs(root.toRealPath());
        for (String part : List.of(CIPHER, OPEN)) {
            Path directory = Files.createDirectories(all.root.resolve(part));
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(OWN_ONLY));
        }
        for (String left : names(all.root.resolve(OPEN))) {
            all.unmount(all.root.resolve(OPEN).resolve(left), true);
        }
        for (String each : names(all.root.resolve(CIPHER))) {
            if (each.endsWith(NEW) || each.endsWith(GONE)) {
                FileTree.delete(all.root.resolve(CIPHER).resolve(each));
            }
        }
        return all;
    }

    /// Whether volumes of this kind lie there.
    static boolean lies(Path root) throws IOException {
        return !names(root.resolve(CIPHER)).isEmpty();
    }

    /// Why this host cannot; empty when it can, which only trying tells.
    Optional<String> trouble() throws InterruptedException {
        if (HostTool.find(PROGRAM).isEmpty()) {
            return Optional.of("there is no gocryptfs (apt-get install gocryptfs fuse3)");
        }
        if (!Files.exists(DEVICE)) {
            return Optional.of("there is no " + DEVICE);
        }
        byte[] bytes = new byte[Held.KEY_BYTES];
        chance.nextBytes(bytes);
        try (Secret key = Secret.of(bytes)) {
            KeyName name = unlock(key);
            abandon(name);
            FileTree.delete(cipher(name));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public synchronized KeyName unlock(Secret key) throws IOException {
        KeyName name = GocryptfsKey.name(key);
        if (stands(name)) {
            return name;
        }
        byte[] words = GocryptfsKey.words(key);
        try {
            if (!Files.isDirectory(cipher(name))) {
                make(name, words);
            }
            show(name, words);
            sweep(name);
            return name;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a volume was unlocked", e);
        } finally {
            java.util.Arrays.fill(words, (byte) 0);
        }
    }

    /// Ciphertext of nothing, in its place when it is whole and on the disk.
    private void make(KeyName name, byte[] words) throws IOException, InterruptedException {
        Path fresh = root.resolve(CIPHER).resolve(name.hex() + NEW);
        FileTree.delete(fresh);
        Files.createDirectory(fresh);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(OWN_ONLY));
        GocryptfsRun.toItsEnd(words, BOUND, "-init", "-scryptn", SCRYPT, fresh.toString());
        HostTool.must(BOUND, "", "sync", "-f", fresh.toString());
        Files.move(fresh, cipher(name));
        DurableFile.syncDirectory(root.resolve(CIPHER));
    }

    private void show(KeyName name, byte[] words) throws IOException, InterruptedException {
        Path at = view(name);
        unmount(at, true);
        Files.createDirectories(at);
        try {
            // Other users are let through: pods run under their own, and what each may do its files' modes say.
            serving.put(name, GocryptfsRun.show(words, BOUND, cipher(name), at));
            // As a file system in a file: taking it down is to reach the mount views of pods, too.
            HostTool.must(BOUND, "", "mount", "--make-shared", at.toString());
        } catch (IOException | InterruptedException | RuntimeException e) {
            abandon(name);
            throw e;
        }
    }

    @Override
    public synchronized boolean lock(KeyName key) throws IOException, InterruptedException {
        Process process = serving.get(key);
        if (process == null) {
            return true;
        }
        if (!unmount(view(key), false)
                || !process.waitFor(END_WAIT.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)) {
            return false;
        }
        serving.remove(key);
        return true;
    }

    /// Ends the process: whoever still has a file open finds it broken, and the key is nowhere.
    @Override
    public synchronized void abandon(KeyName key) throws InterruptedException, IOException {
        Process process = serving.remove(key);
        if (process != null) {
            boolean ends = unmount(view(key), false)
                    && process.waitFor(END_WAIT.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
            if (!ends) {
                // Forced: a process that hangs in its own view would not even be killed.
                unmount(view(key), true);
                process.destroyForcibly();
                process.waitFor(BOUND.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
            }
        }
        unmount(view(key), true);
    }

    @Override
    public boolean holds(KeyName key) {
        return stands(key);
    }

    @Override
    public synchronized boolean stands(KeyName key) {
        Process process = serving.get(key);
        return process != null && process.isAlive();
    }

    @Override
    public synchronized void make(Path place, KeyName key) throws IOException {
        Path fresh = fresh(key);
        Files.createDirectory(fresh);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(OWN_ONLY));
        link(place, key, fresh);
    }

    @Override
    public synchronized void take(Path directory, Path place, KeyName key) throws IOException {
        Path fresh = fresh(key);
        Files.move(directory.toRealPath(), fresh);
        link(place, key, fresh);
    }

    private Path fresh(KeyName key) {
        byte[] name = new byte[NAME_BYTES];
        chance.nextBytes(name);
        return view(key).resolve(HexFormat.of().formatHex(name));
    }

    private void link(Path place, KeyName key, Path leads) throws IOException {
        Path parent =
                Files.createDirectories(place.toAbsolutePath().resolve("..").normalize());
        if (!parent.toRealPath().resolve("..").normalize().equals(root)) {
            throw new IOException("a volume can only be made in its place");
        }
        Files.createSymbolicLink(
                place, LEADS.resolve(key.hex()).resolve(leads.getFileName().toString()));
    }

    @Override
    public Optional<KeyName> key(Path path) throws IOException {
        Path open = root.resolve(OPEN);
        Path leads = Place.real(path);
        Path real = leads.startsWith(open) ? leads : leads.toRealPath();
        return real.startsWith(open) && real.getNameCount() > open.getNameCount()
                ? Optional.of(new KeyName(real.getName(open.getNameCount()).toString()))
                : Optional.empty();
    }

    /// As the head of the ciphertext says: gocryptfs does what stands there, and is told nothing else.
    @Override
    public Optional<String> mode(Path path) throws IOException {
        Optional<KeyName> key = key(path);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        List<String> flags = Json.parseObject(
                        Files.readAllBytes(cipher(key.get()).resolve(CONF)), MAX_CONF_BYTES)
                .list("FeatureFlags", each -> ((Json.Text) each).value());
        return flags.containsAll(WANTED) && OTHERS.stream().noneMatch(flags::contains)
                ? Optional.of("AES-256-GCM")
                : Optional.empty();
    }

    /// What lies on the disk for a file, or of a directory's names, as the host's file system has it.
    byte[] raw(Path path) throws IOException {
        Optional<KeyName> key = key(path);
        return key.isPresent() ? CipherBytes.of(cipher(key.get()), Place.real(path)) : CipherBytes.plain(path);
    }

    @Override
    public void collect() throws IOException {
        List<Path> gone = new ArrayList<>();
        synchronized (this) {
            Set<String> needed = new HashSet<>();
            led().forEach(link -> needed.add(link.getName(LEADS.getNameCount()).toString()));
            for (String each : names(root.resolve(CIPHER))) {
                if (!each.contains(".") && !needed.contains(each) && !serving.containsKey(new KeyName(each))) {
                    Path away = root.resolve(CIPHER).resolve(each + GONE);
                    Files.move(root.resolve(CIPHER).resolve(each), away);
                    gone.add(away);
                }
            }
        }
        // A large volume takes its time, in which others can be unlocked.
        for (Path each : gone) {
            FileTree.delete(each);
        }
    }

    /// What lies under a key and no place leads to: removed while the key was away, or half made.
    private void sweep(KeyName key) throws IOException {
        Set<Path> led = led();
        for (String name : names(view(key))) {
            if (!led.contains(LEADS.resolve(key.hex()).resolve(name))) {
                FileTree.delete(view(key).resolve(name));
            }
        }
    }

    /// Where all places lead.
    private Set<Path> led() throws IOException {
        Set<Path> led = new HashSet<>();
        for (String part : Volumes.PARTS) {
            for (String name : names(root.resolve(part))) {
                Path place = root.resolve(part).resolve(name);
                if (Files.isSymbolicLink(place)) {
                    led.add(Files.readSymbolicLink(place));
                }
            }
        }
        return led;
    }

    private Path cipher(KeyName key) {
        return root.resolve(CIPHER).resolve(key.hex());
    }

    private Path view(KeyName key) {
        return root.resolve(OPEN).resolve(key.hex());
    }

    /// @param anyhow also when files are open in it
    /// @return whether it is not mounted any more
    private boolean unmount(Path at, boolean anyhow) throws InterruptedException, IOException {
        boolean done =
                !mounted(at) || HostTool.run(BOUND, "umount", at.toString()).done();
        if (!done && anyhow) {
            done = HostTool.run(BOUND, "umount", "--force", "--lazy", at.toString())
                    .done();
        }
        if (done) {
            Files.deleteIfExists(at);
        }
        return done;
    }

    /// A view whose process has fallen still stands, and nobody can look at it.
    private boolean mounted(Path at) throws IOException {
        if (!names(root.resolve(OPEN)).contains(at.getFileName().toString())) {
            return false;
        }
        try {
            return !Files.getAttribute(at, "unix:dev", LinkOption.NOFOLLOW_LINKS)
                    .equals(Files.getAttribute(root.resolve(OPEN), "unix:dev"));
        } catch (IOException _) {
            return true;
        }
    }

    private static List<String> names(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(path -> path.getFileName().toString()).toList();
        }
    }

    @Override
    public synchronized void close() {
        try {
            for (KeyName each : List.copyOf(serving.keySet())) {
                abandon(each);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("volumes stay open", e);
        } catch (InterruptedException _) {
            // The janitor does it.
            Thread.currentThread().interrupt();
        }
    }
}
