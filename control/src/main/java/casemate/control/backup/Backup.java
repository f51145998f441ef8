package casemate.control.backup;

import casemate.base.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A backup or a rehearsal, ordered or over.
///
/// @param reason why it was ordered
/// @param ended empty while the agent is at it
/// @param detail why it failed as a whole; empty otherwise
/// @param manifest SHA-256 over the list of its files
/// @param bytes of the files that were copied
public record Backup(
        String id,
        Kind kind,
        InstanceId instance,
        Reason reason,
        Instant ordered,
        Optional<Instant> started,
        Optional<Instant> ended,
        boolean done,
        String detail,
        String manifest,
        long files,
        long bytes,
        List<Copy> copies) {
    /// What was ordered.
    public enum Kind {
        BACKUP,
        REHEARSAL
    }

    /// Why it was ordered.
    public enum Reason {
        DAILY,
        ASKED,
        /// The present state, before a restore replaces it.
        RESTORE,
        /// A copy was found damaged.
        DAMAGE
    }

    /// How one technology at one site fared.
    ///
    /// @param done whether a whole copy is there
    /// @param damaged whether one was, and bytes of it have changed since
    /// @param copy its name at the site
    /// @param kept how many copies are there
    public record Copy(
            String engine,
            String site,
            boolean done,
            boolean damaged,
            String copy,
            long addedBytes,
            int kept,
            Duration took,
            String detail) {}

    public Backup {
        copies = List.copyOf(copies);
    }

    /// Whether there is something to restore from.
    public boolean restorable() {
        return kind == Kind.BACKUP && copies.stream().anyMatch(Copy::done);
    }

    /// `running`, `done`, `damaged` or `failed`: the words of pages and programs.
    public String state() {
        if (ended.isEmpty()) {
            return "running";
        }
        return copies.stream().anyMatch(Copy::damaged) ? "damaged" : done ? "done" : "failed";
    }
}
