package casemate.control.field;

import casemate.base.Secret;
import casemate.vault.KeyOwner;
import casemate.vault.Place;
import casemate.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The door of this room: what a sensitive column holds, sealed for one owner and one place. A column so
/// sealed is declared as a [SealedTable] too, or the rotation of keys passes it by and keeps the old ones
/// for ever.
public final class Fields {
    private final Optional<Vault> vault;

    private Fields(Optional<Vault> vault) {
        this.vault = vault;
    }

    public static Fields of(Vault vault) {
        return new Fields(Optional.of(vault));
    }

    /// Lays everything down as it is: for the sabotaged twin of a drill, and nothing else.
    public static Fields switchedOff() {
        return new Fields(Optional.empty());
    }

    /// @return null for a text that is untold
    /// @throws casemate.base.Refusal `key-destroyed` for an owner who was erased
    /// @throws casemate.base.Unavailable when the key service is needed and does not answer; nothing is
    ///     written then
    public byte @Nullable [] seal(KeyOwner owner, Place place, Optional<String> text) {
        return text.map(t -> seal(owner, place, t.getBytes(StandardCharsets.UTF_8)))
                .orElse(null);
    }

    public byte[] seal(KeyOwner owner, Place place, Secret secret) {
        return seal(owner, place, secret.reveal());
    }

    /// @throws casemate.base.Refusal `key-destroyed`, `key-unknown`
    /// @throws casemate.base.Unavailable when the key service is needed and does not answer
    /// @throws IllegalStateException when it was sealed for another owner or place, or was changed
    public Optional<String> open(KeyOwner owner, Place place, byte @Nullable [] sealed) {
        return Optional.ofNullable(sealed).map(s -> new String(bytes(owner, place, s), StandardCharsets.UTF_8));
    }

    public Secret secret(KeyOwner owner, Place place, byte[] sealed) {
        return Secret.of(bytes(owner, place, sealed));
    }

    /// Whether a value names one of the owner's keys; others were sealed in another way.
    boolean holds(KeyOwner owner, byte[] sealed) {
        return vault.map(v -> v.holds(owner, sealed)).orElse(true);
    }

    /// Forgets the key of a drill's canary.
    public void discard(KeyOwner canary) {
        vault.ifPresent(v -> v.discard(canary));
    }

    private byte[] seal(KeyOwner owner, Place place, byte[] clear) {
        return vault.map(v -> v.seal(owner, place, clear)).orElse(clear);
    }

    private byte[] bytes(KeyOwner owner, Place place, byte[] sealed) {
        return vault.map(v -> v.open(owner, place, sealed)).orElse(sealed);
    }
}
