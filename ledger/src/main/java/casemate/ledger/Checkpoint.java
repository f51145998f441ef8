package casemate.ledger;

import java.util.ArrayList;
import java.util.List;

/// What a log commits to at one size: origin, number of entries, root hash, and who signed it (C2SP
/// tlog-checkpoint in a C2SP signed note).
///
/// @param origin the log's name
/// @param size how many entries the tree holds
/// @param root the tree's root hash
/// @param extensions further lines of the body, opaque here but signed; Casemate writes none
/// @param signatures the lines below the body; unverified until a [Verifier] says so
public record Checkpoint(String origin, long size, Hash root, List<String> extensions, List<NoteSignature> signatures) {
    /// Sixteen signatures must be accepted (C2SP signed-note); twice that leaves room for witnesses.
    static final int MAX_SIGNATURES = 32;

    /// A checkpoint with every signature that is allowed stays below this.
    static final int MAX_CHARS = 65_536;

    private static final int BODY_LINES = 3;

    public Checkpoint {
        VerifierKey.checkName(origin);
        extensions = List.copyOf(extensions);
        signatures = List.copyOf(signatures);
        if (size < 0 || signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
            throw LedgerException.malformed("a checkpoint has a size and 1 to 32 signatures");
        }
        for (String line : extensions) {
            if (line.isEmpty() || line.chars().anyMatch(c -> c < ' ')) {
                throw LedgerException.malformed("an extension line of a checkpoint is empty or has control characters");
            }
        }
    }

    /// Reads a whole note; any departure from the one right spelling is refused.
    public static Checkpoint parse(String note) {
        if (note.length() > MAX_CHARS) {
            throw LedgerException.malformed("a checkpoint has at most " + MAX_CHARS + " characters");
        }
        int blank = note.lastIndexOf("\n\n");
        if (blank < 0 || !note.endsWith("\n")) {
            throw LedgerException.malformed("a checkpoint is text, an empty line, and signature lines");
        }
        List<String> body = List.of(note.substring(0, blank).split("\n", -1));
        if (body.size() < BODY_LINES) {
            throw LedgerException.malformed("a checkpoint has an origin, a size and a root hash");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        // The last piece is what follows the final newline: nothing.
        String[] lines = note.substring(blank + 2).split("\n", -1);
        for (int i = 0; i < lines.length - 1; i++) {
            signatures.add(NoteSignature.parse(lines[i]));
        }
        return new Checkpoint(
                body.get(0),
                Text.number(body.get(1)),
                Hash.parse(body.get(2)),
                body.subList(BODY_LINES, body.size()),
                signatures);
    }

    static String body(String origin, long size, Hash root) {
        return origin + "\n" + size + "\n" + root + "\n";
    }

    /// The signed text, with its final newline.
    public String body() {
        StringBuilder text = new StringBuilder(body(origin, size, root));
        extensions.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    /// The whole note, as it lies in the file `checkpoint`.
    public String note() {
        StringBuilder text = new StringBuilder(body()).append('\n');
        signatures.forEach(signature -> text.append(signature.line()).append('\n'));
        return text.toString();
    }

    /// This checkpoint with one more signature line; one of the same key is replaced.
    Checkpoint with(NoteSignature signature) {
        List<NoteSignature> all = new ArrayList<>(signatures);
        all.removeIf(s -> s.name().equals(signature.name()) && s.keyId() == signature.keyId());
        all.add(signature);
        return new Checkpoint(origin, size, root, extensions, all);
    }
}
