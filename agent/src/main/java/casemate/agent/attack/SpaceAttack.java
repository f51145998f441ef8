package casemate.agent.attack;

import casemate.promise.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// INS-1: from inside one pod, tries to find another's files and processes, the host's, and ways out.
final class SpaceAttack implements WallDrill.Attack {
    /// Lines of a whole run of the script.
    private static final int EXPECTED = 22;

    private final Canaries canaries;

    SpaceAttack(Canaries canaries) {
        this.canaries = canaries;
    }

    @Override
    public Finding on(CanaryPair pair) throws IOException, InterruptedException {
        Path hostFile = Files.createTempFile(canaries.run(), "readable-by-all-", "");
        try {
            Files.writeString(hostFile, "the host's");
            Files.setPosixFilePermissions(hostFile, PosixFilePermissions.fromString("rw-r--r--"));
            return Attempts.judge(
                    pair.attack(
                            "attack-space.sh",
                            List.of(
                                    pair.victim().marker(),
                                    pair.attacker().marker(),
                                    canaries.volume(pair.victim()).toString(),
                                    hostFile.toString())),
                    EXPECTED,
                    "out of the instance's own space.");
        } finally {
            Files.deleteIfExists(hostFile);
        }
    }
}
