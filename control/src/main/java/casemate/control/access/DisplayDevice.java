package casemate.control.access;

import java.time.Instant;
import java.util.Optional;

/// A screen that gets in by its cookie, as its instance's administrator sees it.
///
/// @param createdBy a person's id
/// @param linkUntil until when the link that enrols it may be opened; empty once it was
public record DisplayDevice(
        String id,
        String name,
        String createdBy,
        Instant created,
        Instant expires,
        Optional<Instant> linkUntil,
        Optional<Instant> enrolled,
        Optional<Instant> lastUsed) {
    /// How it stands, a key below `access.device.`.
    public String state(Instant now) {
        if (!now.isBefore(expires)) {
            return "expired";
        }
        if (linkUntil.isEmpty()) {
            return "enrolled";
        }
        return now.isBefore(linkUntil.get()) ? "waiting" : "late";
    }

    public boolean good(Instant now) {
        return state(now).equals("enrolled");
    }
}
