package casemate.agent.backup;

import casemate.base.Refusal;
import java.util.HexFormat;
import java.util.List;

/// The engines that this release has.
public final class Engines {
    private final List<BackupEngine> all = List.of(new ResticEngine(), new ArchiveEngine());

    /// A repository's key as the engine's own tools take it.
    public static String stockKey(String engine, byte[] key) {
        return engine.equals("archive") ? AgeIdentity.of(key) : HexFormat.of().formatHex(key);
    }

    /// @throws Refusal `engine-unknown`
    public BackupEngine get(String name) {
        return all.stream()
                .filter(engine -> engine.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Refusal.notFound(
                        "engine-unknown", "There is no backup engine " + name + "; update this host's agent."));
    }
}
