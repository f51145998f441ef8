package casemate.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A journal as it was read after a stop, whole or torn at its end.
final class JournalScan {
    private final Path file;
    private final long number;
    private final byte[] bytes;
    private final List<JournalRecord> records;
    private final int end;

    private JournalScan(Path file, long number, byte[] bytes, List<JournalRecord> records, int end) {
        this.file = file;
        this.number = number;
        this.bytes = bytes;
        this.records = records;
        this.end = end;
    }

    static JournalScan read(Path directory, long number) throws IOException {
        Path file = Journal.file(directory, number);
        byte[] bytes = Files.readAllBytes(file);
        List<JournalRecord> records = new ArrayList<>();
        int position = 0;
        for (Optional<JournalRecord.Sized> next = at(file, bytes, 0);
                next.isPresent();
                next = at(file, bytes, position)) {
            records.add(next.get().record());
            position += next.get().bytes();
        }
        return new JournalScan(file, number, bytes, records, position);
    }

    private static Optional<JournalRecord.Sized> at(Path file, byte[] bytes, int position) {
        try {
            return JournalRecord.at(bytes, position);
        } catch (LedgerException e) {
            throw LedgerException.damaged(file.toString(), String.valueOf(e.getMessage()));
        }
    }

    long number() {
        return number;
    }

    List<JournalRecord> records() {
        return records;
    }

    /// Where the sound part ends.
    long end() {
        return end;
    }

    boolean torn() {
        return end < bytes.length;
    }

    /// Only the last write can be torn by a crash, so a sound batch after an unsound one means that something
    /// else altered the file. An entry may itself look like a batch; the signature of the newer checkpoint
    /// tells.
    void refuseIfMoreFollows(Predicate<Checkpoint> newer) {
        for (int position = end + 1; position < bytes.length; position++) {
            Optional<JournalRecord.Sized> later = JournalRecord.at(bytes, position);
            if (later.isPresent() && newer.test(later.get().record().checkpoint())) {
                throw LedgerException.damaged(
                        file.toString(), "is altered at byte " + end + ", before acknowledged entries");
            }
        }
    }
}
