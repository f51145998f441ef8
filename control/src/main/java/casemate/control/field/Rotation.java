package casemate.control.field;

import casemate.vault.KeyOwner;
import java.time.Instant;
import java.util.Locale;

/// Another key for one owner, and how far it got.
///
/// @param resealed values that lie under the new key by this rotation
/// @param dueAt when it goes on
public record Rotation(KeyOwner owner, State state, Instant askedAt, long resealed, Instant dueAt) {
    /// How far.
    public enum State {
        /// No new key is there yet.
        WANTED,
        /// The new key seals; what older ones sealed is sealed anew.
        RESEALING,
        /// Nothing lies under the old keys here; copies of the database do for a while.
        KEPT,
        /// It is on record that the old keys go.
        DROPPING,
        DONE;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
