package casemate.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/// A witness that lives in a directory: its key, and the newest checkpoint it cosigned. It refuses a log that
/// was rolled back or forked. On a disk that the vendor does not control it is a real witness; beside the
/// ledger it is one for tests.
public final class FileWitness implements Witness {
    private static final String KEY = "key";
    private static final String SEEN = "seen";

    private final Path directory;
    private final SigningKey key;
    private final VerifierKey log;
    private final Clock clock;
    private final Disk disk = new RealDisk();

    private FileWitness(Path directory, SigningKey key, VerifierKey log, Clock clock) {
        this.directory = directory;
        this.key = key;
        this.log = log;
        this.clock = clock;
    }

    /// Opens the witness in a directory, or begins one there under the given name.
    public static FileWitness open(Path directory, String name, VerifierKey log, Clock clock) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new LedgerException(
                    LedgerException.Reason.STORAGE, directory + ": the witness cannot be opened; make it writable", e);
        }
        Path file = directory.resolve(KEY);
        SigningKey key =
                Files.exists(file) ? KeyFile.read(file, KeyKind.WITNESS) : KeyFile.create(file, name, KeyKind.WITNESS);
        return new FileWitness(directory, key, log, clock);
    }

    @Override
    public VerifierKey key() {
        return key.verifier();
    }

    /// Checks and remembers in one step, so that two askers cannot roll it back between them.
    @Override
    public synchronized Answer cosign(ConsistencyProof proof, Checkpoint checkpoint) throws IOException {
        if (Verifier.of(log).checkpoint(checkpoint) instanceof Verdict.Fails fails) {
            return new Answer.Refused(fails.text());
        }
        Optional<Checkpoint> seen = LedgerReader.open(directory, SEEN);
        long size = seen.map(Checkpoint::size).orElse(0L);
        if (proof.from() != size) {
            return new Answer.Conflict(size);
        }
        Hash root = seen.map(Checkpoint::root).orElseGet(() -> new Hasher().empty());
        if (proof.to() != checkpoint.size() || !proof.proves(root, checkpoint.root())) {
            return new Answer.Refused("the log does not continue the one of " + size + " entries that was cosigned");
        }
        NoteSignature line = sign(checkpoint);
        remember(checkpoint.with(line));
        return new Answer.Cosigned(line);
    }

    private NoteSignature sign(Checkpoint checkpoint) {
        long time = clock.instant().getEpochSecond();
        byte[] signature = key.sign(Verifier.cosignedText(time, Text.utf8(checkpoint.body())));
        byte[] timed = ByteBuffer.allocate(Verifier.TIME_BYTES + signature.length)
                .putLong(time)
                .put(signature)
                .array();
        return NoteSignature.of(key.verifier(), timed);
    }

    private void remember(Checkpoint checkpoint) throws IOException {
        Path temporary = directory.resolve(SEEN + ".tmp");
        disk.write(temporary, ByteBuffer.wrap(Text.utf8(checkpoint.note())));
        disk.sync(temporary);
        disk.rename(temporary, directory.resolve(SEEN));
        disk.syncDirectory(directory);
    }
}
