package casemate.agent.volume;

import casemate.base.Refusal;
import casemate.base.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/// Finds out what this host can encrypt volumes by, and begins with that: the kernel on the data directory's own file
/// system, else on one in a file, else gocryptfs; or what the operator said.
final class Opening {
    private static final System.Logger LOG = System.getLogger(Opening.class.getName());

    private final Path data;

    Opening(Path data) {
        this.data = data;
    }

    /// @param declared checked first, and what there is when instances cannot have keys of their own
    Volumes usual(boolean promised, Optional<DmCrypt> declared) throws IOException, InterruptedException {
        if (declared.isPresent()) {
            declared.get().check(Files.createDirectories(data));
        }
        Path root = Files.createDirectories(data.resolve(Volumes.ROOT));
        if (Gocryptfs.lies(root)) {
            return gocryptfs();
        }
        LoopFile loop = new LoopFile(data.resolve(Volumes.IMAGE));
        KernelLocks locks = new KernelLocks(root, new Fscrypt());
        if (!loop.exists() && encrypts(locks.fscrypt(), root)) {
            return new Volumes(data, Volumes.Kind.OWN, Optional.of(locks), Optional.empty()).layOut();
        }
        boolean fresh = !loop.exists();
        String why;
        try {
            if (fresh) {
                loop.make();
            }
            loop.mount(root);
            if (encrypts(locks.fscrypt(), root)) {
                return new Volumes(data, Volumes.Kind.LOOP, Optional.of(locks), guard(root)).layOut();
            }
            why = "the kernel lacks CONFIG_FS_ENCRYPTION";
        } catch (IOException e) {
            why = String.valueOf(e.getMessage());
        }
        if (fresh) {
            // Nothing lies in it: at the next start it would look like encrypted volumes that cannot be had.
            LoopFile.unmount(root);
            Files.deleteIfExists(data.resolve(Volumes.IMAGE));
        }
        return third(promised, declared.isPresent(), why);
    }

    /// By gocryptfs and nothing else: it was chosen, or volumes of it lie there.
    Volumes gocryptfs() throws IOException, InterruptedException {
        Path root = Files.createDirectories(data.resolve(Volumes.ROOT));
        // Beside volumes of this kind, what has no key is of a drill's twin that a crash left.
        if (Files.exists(data.resolve(Volumes.IMAGE)) || (!Gocryptfs.lies(root) && others(root))) {
            throw Refusal.conflict(
                    "volumes-other",
                    "The volumes here are encrypted by the kernel already; leave --disk gocryptfs out, or begin with"
                            + " a new directory.");
        }
        Gocryptfs locks = Gocryptfs.at(root);
        Optional<String> trouble = locks.trouble();
        if (trouble.isPresent()) {
            throw Refusal.conflict(
                    "volumes-clear", "This host cannot encrypt volumes by gocryptfs: " + trouble.get() + ".");
        }
        return new Volumes(data, Volumes.Kind.GOCRYPTFS, Optional.of(locks), Optional.empty()).layOut();
    }

    /// Whether directories lie there that gocryptfs does not know.
    private static boolean others(Path root) throws IOException {
        for (String part : Volumes.PARTS) {
            for (String name : Volumes.names(root.resolve(part))) {
                if (!Files.isSymbolicLink(root.resolve(part).resolve(name))) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Where the kernel cannot encrypt directories: gocryptfs does, unless the disk is declared, or volumes lie there
    /// that the kernel did encrypt once.
    Volumes third(boolean promised, boolean declared, String why) throws IOException, InterruptedException {
        Path root = Files.createDirectories(data.resolve(Volumes.ROOT));
        if (declared || Files.exists(data.resolve(Volumes.IMAGE)) || others(root)) {
            return without(promised, declared, why);
        }
        Gocryptfs locks = Gocryptfs.at(root);
        Optional<String> trouble = locks.trouble();
        return trouble.isPresent()
                ? without(promised, false, why + ", and " + trouble.get())
                : new Volumes(data, Volumes.Kind.GOCRYPTFS, Optional.of(locks), Optional.empty()).layOut();
    }

    /// Where instances cannot have keys of their own.
    ///
    /// @param declared whether the disk is encrypted as a whole
    Volumes without(boolean promised, boolean declared, String why) throws IOException {
        boolean before =
                Files.exists(data.resolve(Volumes.IMAGE)) || Files.isSymbolicLink(data.resolve(Volumes.VOLUMES));
        if (declared && !before) {
            return Volumes.unsealed(data, Volumes.Kind.DECLARED);
        }
        if (promised || before) {
            throw Refusal.conflict(
                    "volumes-clear",
                    "This host cannot encrypt volumes, as CRY-1 promises: " + why
                            + ". Give it loop devices, or gocryptfs with "
                            + Gocryptfs.DEVICE + ", or put " + data
                            + " on an ext4 file system with `tune2fs -O encrypt`, or on a LUKS device and say"
                            + " so: --disk dm-crypt.");
        }
        return Volumes.plain(data);
    }

    /// A kernel that takes no order to hold room back is no reason not to begin: a full disk is then what it was.
    private Optional<SpaceGuard> guard(Path root) throws InterruptedException {
        try {
            return Optional.of(SpaceGuard.begin(data.resolve(Volumes.IMAGE), root, LoopFile.reserve(root)));
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a full disk will turn the volumes read-only, as the kernel takes no reserve: {0}",
                    e.getMessage());
            return Optional.empty();
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
}
