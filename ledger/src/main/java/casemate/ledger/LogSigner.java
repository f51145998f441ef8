package casemate.ledger;

import java.nio.file.Files;
import java.nio.file.Path;

/// Signs a log's checkpoints. The key's name is the log's origin, so one key serves one log.
public final class LogSigner {
    private final SigningKey key;

    private LogSigner(SigningKey key) {
        this.key = key;
    }

    /// Reads the key from a file that only its owner can read.
    public static LogSigner open(Path file) {
        return new LogSigner(KeyFile.read(file, KeyKind.LOG));
    }

    /// Makes a new key in a new file (mode 0600); an existing file is never overwritten.
    ///
    /// @param origin the log's name, by custom its address without the scheme, such as `trust.example.com/ledger`
    public static LogSigner generate(Path file, String origin) {
        return new LogSigner(KeyFile.create(file, origin, KeyKind.LOG));
    }

    /// Reads the key, or makes it when there is none yet.
    public static LogSigner openOrGenerate(Path file, String origin) {
        return Files.exists(file) ? open(file) : generate(file, origin);
    }

    public String origin() {
        return key.verifier().name();
    }

    /// The public key to hand out: all that a verifier needs.
    public VerifierKey verifierKey() {
        return key.verifier();
    }

    Checkpoint sign(long size, Hash root) {
        String body = Checkpoint.body(origin(), size, root);
        NoteSignature signature = NoteSignature.of(key.verifier(), key.sign(Text.utf8(body)));
        return new Checkpoint(origin(), size, root, java.util.List.of(), java.util.List.of(signature));
    }
}
