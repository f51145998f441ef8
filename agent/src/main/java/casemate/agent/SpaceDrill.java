package casemate.agent;

import casemate.agent.sandbox.Walls;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// INS-1: from inside one pod, tries to find another's files and processes, the host's, and ways out.
final class SpaceDrill implements Drill<CanaryPair> {
    /// Lines of a whole run of the script.
    private static final int EXPECTED = 22;

    private final Canaries canaries;

    SpaceDrill(Canaries canaries) {
        this.canaries = canaries;
    }

    @Override
    public PromiseId promise() {
        return Walls.SPACE;
    }

    @Override
    public String name() {
        return "separate-space";
    }

    @Override
    public Cadence cadence() {
        return Canaries.CADENCE;
    }

    @Override
    public ProofKind proof() {
        return ProofKind.INSIDE_PROBE;
    }

    @Override
    public CanaryPair real() throws InterruptedException {
        return canaries.real();
    }

    @Override
    public CanaryPair sabotaged() throws InterruptedException {
        return canaries.pair(new Walls(false, true));
    }

    @Override
    public Finding attempt(CanaryPair pair) throws InterruptedException {
        try {
            return attack(pair);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Finding attack(CanaryPair pair) throws IOException, InterruptedException {
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
