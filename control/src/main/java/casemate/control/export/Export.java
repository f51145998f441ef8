package casemate.control.export;

import casemate.base.CustomerId;
import casemate.base.UserId;
import casemate.control.web.Language;
import java.time.Instant;
import java.util.Optional;

/// One copy of a customer's data.
///
/// @param request of room `request` that it carries out
/// @param instances whether the data of the instances is in it
/// @param language of the README in it
/// @param lock who can open it besides the platform
/// @param step what is being done, a code with words
/// @param attempt how often it was begun
/// @param expires when a ready one is removed
/// @param bytes of the file so far
/// @param sha256 of the file in hexadecimal, of a ready one
/// @param problem the code of what made it fail
public record Export(
        String id,
        CustomerId customer,
        String request,
        UserId asker,
        boolean instances,
        Language language,
        Lock lock,
        ExportState state,
        String step,
        int attempt,
        Instant asked,
        Optional<Instant> ended,
        Optional<Instant> expires,
        long bytes,
        Optional<String> sha256,
        Optional<String> problem) {
    /// By what the file is closed.
    public enum Lock {
        NONE,
        RECIPIENT,
        PASSPHRASE
    }

    public boolean open() {
        return state.open();
    }

    /// Whether its file can be fetched at this moment.
    public boolean fetchable(Instant now) {
        return state == ExportState.READY && expires.filter(now::isBefore).isPresent();
    }

    /// What it is called on somebody's disk.
    public String file() {
        return id + ".zip" + (lock == Lock.NONE ? "" : ".age");
    }
}
