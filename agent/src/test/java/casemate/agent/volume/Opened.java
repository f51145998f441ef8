package casemate.agent.volume;

import casemate.agent.sandbox.HostTool;
import casemate.agent.sandbox.SandboxHost;
import casemate.base.Secret;
import casemate.testkit.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Looks into a volume that no pod has open, with its key, as an operator's rescue would.
public final class Opened {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private Opened() {}

    /// What is done with a readable volume.
    public interface Look<T> {
        T at() throws Exception;
    }

    /// @param data the agent's directory, whether an agent works on it or not
    public static <T> T with(Path data, Secret key, Look<T> look) throws Exception {
        Path sealed = data.resolve(SandboxHost.SEALED);
        if (Gocryptfs.lies(sealed)) {
            return shown(sealed, key, look);
        }
        boolean ours = !mounted(sealed);
        if (ours) {
            new LoopFile(data.resolve(SandboxHost.SEALED + ".img")).mount(sealed);
        }
        Fscrypt fscrypt = new Fscrypt();
        KeyName name = fscrypt.add(sealed, key);
        try {
            return look.at();
        } finally {
            Eventually.until("the volume is locked", BOUND, () -> fscrypt.remove(sealed, name));
            if (ours) {
                LoopFile.unmount(sealed);
            }
        }
    }

    private static <T> T shown(Path sealed, Secret key, Look<T> look) throws Exception {
        String name = GocryptfsKey.name(key).hex();
        Path at = Files.createDirectories(sealed.resolve("open").resolve(name));
        Process process = GocryptfsRun.show(
                GocryptfsKey.words(key), BOUND, sealed.resolve("cipher").resolve(name), at);
        try {
            return look.at();
        } finally {
            HostTool.must(BOUND, "", "umount", at.toString());
            process.waitFor();
            Files.delete(at);
        }
    }

    private static boolean mounted(Path at) throws InterruptedException {
        return HostTool.run(BOUND, "mountpoint", "-q", at.toString()).done();
    }
}
