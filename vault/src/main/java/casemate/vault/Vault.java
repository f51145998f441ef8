package casemate.vault;

import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Unavailable;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;

/// The door of this library: seals what is personal or secret under its owner's key, and destroys that key
/// for ever (CRY-1, CRY-2, CRY-3). A root key in a [KeyService] wraps the owners' keys; an owner's key
/// gives a key for each kind of field, and seals data keys for volumes and backups.
///
/// A sealed thing: a version byte, the id of the owner's key (16 bytes), a nonce (12), the ciphertext, the
/// tag (16).
public final class Vault {
    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 1 + KeyId.BYTES;
    /// Tries at a ring that others change at the same moment.
    private static final int TRIES = 20;

    private final KeyService service;
    private final Keyring ring;
    private final OwnerKeys keys;
    private final AesGcm cipher;
    private final SecureRandom chance;
    private final Clock clock;

    public Vault(KeyService service, Keyring ring, SecureRandom chance, Clock clock) {
        this.service = service;
        this.ring = ring;
        this.keys = new OwnerKeys(service, ring, clock);
        this.cipher = new AesGcm(chance);
        this.chance = chance;
        this.clock = clock;
    }

    /// Makes the owner's first key, unless there is one.
    ///
    /// @throws Refusal `key-destroyed` for an owner who was erased
    /// @throws Unavailable when the key service does not answer; nothing is sealed under any other key
    /// instead
    public void admit(KeyOwner owner) {
        newest(owner);
    }

    /// Seals bytes for one place, under the owner's newest key; the first one is made on the way.
    ///
    /// @throws Refusal `key-destroyed` for an owner who was erased
    /// @throws Unavailable when the key service is needed and does not answer
    public byte[] seal(KeyOwner owner, Place place, byte[] clear) {
        OwnerKey key = newest(owner);
        return cipher.seal(key.sealing(place.kind()), head(key.id()), place.bound(), clear);
    }

    /// @throws Refusal `key-destroyed` when its key was destroyed
    /// @throws Unavailable when the key service is needed and does not answer
    /// @throws IllegalStateException when it was sealed elsewhere or for another owner, or was changed
    public byte[] open(KeyOwner owner, Place place, byte[] sealed) {
        Ring.Wrapped wrapped = find(owner, keyOf(sealed));
        return cipher.open(keys.unwrapped(owner, wrapped).sealing(place.kind()), HEAD_BYTES, place.bound(), sealed);
    }

    /// Whether the owner has a newer key than the one it was sealed under: open it and seal it again.
    public boolean outdated(KeyOwner owner, byte[] sealed) {
        return !(keys.ring(owner) instanceof Ring.Held held)
                || !held.newest().id().equals(keyOf(sealed));
    }

    /// A fresh key of 256 bits for bulk data at this place.
    public DataKey makeDataKey(KeyOwner owner, Place place) {
        byte[] fresh = new byte[OwnerKey.BYTES];
        chance.nextBytes(fresh);
        return new DataKey(Secret.of(fresh), seal(owner, place, fresh));
    }

    /// What finds a sealed field by equality: the same for the same text, and nothing to learn from without
    /// the key. Says which rows are equal to one another, so only for fields that must be found. The
    /// platform's lasts; a customer's is another once that customer's first key is dropped.
    ///
    /// @param text in one normal form, such as an address in lower case
    /// @return 32 bytes
    public byte[] blindIndex(KeyOwner owner, String kind, byte[] text) {
        // Always under the first key: rows are not indexed again when a key is rotated.
        newest(owner);
        Ring.Wrapped first = held(owner).keys().getFirst();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(keys.unwrapped(owner, first).indexing(kind));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    /// Makes a newer key for the owner. What older ones sealed still opens, and is [#outdated].
    public KeyId rotate(KeyOwner owner) {
        newest(owner);
        for (int i = 0; i < TRIES; i++) {
            Ring.Held before = held(owner);
            Ring.Wrapped fresh = wrapFresh(owner);
            List<Ring.Wrapped> both = new ArrayList<>(before.keys());
            both.add(fresh);
            if (change(owner, before, new Ring.Held(both))) {
                return fresh.id();
            }
        }
        throw crowded(owner);
    }

    /// Forgets a key under which nothing is sealed any more; the caller has looked. The platform's first
    /// one stays: blind indexes are made with it.
    ///
    /// @throws Refusal `key-in-use` for the newest one and the platform's first, `key-unknown` for one that
    ///     is not the
    ///     owner's
    public void drop(KeyOwner owner, KeyId key) {
        for (int i = 0; i < TRIES; i++) {
            Ring.Held before = held(owner);
            Ring.Wrapped gone = find(owner, key);
            boolean indexes =
                    owner.equals(KeyOwner.PLATFORM) && gone.equals(before.keys().getFirst());
            if (gone.equals(before.newest()) || indexes) {
                throw Refusal.conflict("key-in-use", "That key is still in use; rotate it first.");
            }
            List<Ring.Wrapped> left =
                    before.keys().stream().filter(k -> !k.equals(gone)).toList();
            if (change(owner, before, new Ring.Held(left))) {
                return;
            }
        }
        throw crowded(owner);
    }

    /// Destroys every key of the owner: what they sealed is lost for ever, in each backup too. Doing it
    /// again changes nothing and answers alike.
    public Destruction destroy(KeyOwner owner) {
        for (int i = 0; i < TRIES; i++) {
            Ring before = ring.of(owner);
            if (before instanceof Ring.Destroyed done) {
                keys.forget(owner);
                return new Destruction(owner, done.keys(), done.at());
            }
            List<KeyId> named = before instanceof Ring.Held held
                    ? held.keys().stream().map(Ring.Wrapped::id).toList()
                    : List.of();
            Ring.Destroyed after = new Ring.Destroyed(clock.instant(), named);
            if (change(owner, before, after)) {
                return new Destruction(owner, named, after.at());
            }
        }
        throw crowded(owner);
    }

    /// The same for a drill's canary, who was never a customer: no tombstone is left, or drills would fill
    /// the disk.
    public void discard(KeyOwner canary) {
        destroy(canary);
        ring.remove(canary);
        keys.forget(canary);
    }

    /// The owner's keys, oldest first; none for an owner who was erased or never sealed anything.
    public List<HeldKey> keys(KeyOwner owner) {
        return ring.of(owner) instanceof Ring.Held held
                ? held.keys().stream().map(k -> new HeldKey(k.id(), k.madeAt())).toList()
                : List.of();
    }

    /// Whoever has keys now.
    public List<KeyOwner> owners() {
        return ring.owners();
    }

    /// Whoever was erased, for what must not come back with an older copy of a database.
    public List<KeyOwner> erased() {
        return ring.erased();
    }

    /// Whether this one was erased.
    public boolean erased(KeyOwner owner) {
        return ring.of(owner) instanceof Ring.Destroyed;
    }

    /// What the key service is called.
    public String service() {
        return service.name();
    }

    /// Whether something says of itself that one of the owner's keys sealed it.
    ///
    /// @throws Refusal `key-destroyed` for an owner who was erased
    public boolean holds(KeyOwner owner, byte[] sealed) {
        if (!sealedHere(sealed)) {
            return false;
        }
        KeyId key = keyOf(sealed);
        if (wrapped(owner, key).isPresent()) {
            return true;
        }
        // Made by another process a moment ago, perhaps.
        keys.forget(owner);
        return wrapped(owner, key).isPresent();
    }

    /// Under which key something was sealed, by what it says of itself.
    ///
    /// @throws IllegalStateException when no vault sealed it
    public static KeyId keyOf(byte[] sealed) {
        if (!sealedHere(sealed)) {
            throw new IllegalStateException("not sealed by a vault");
        }
        return KeyId.read(ByteBuffer.wrap(sealed, 1, KeyId.BYTES));
    }

    private static boolean sealedHere(byte[] sealed) {
        return sealed.length >= HEAD_BYTES + AesGcm.NONCE_BYTES + AesGcm.TAG_BYTES && sealed[0] == VERSION;
    }

    /// Wraps again, under the newest root key, what an older one wrapped. To be called after
    /// [KeyService#rotate]; may be killed at any point and called again.
    ///
    /// @return how many rings were changed
    public int wrapAgain() {
        int changed = 0;
        for (KeyOwner owner : ring.owners()) {
            if (wrapAgain(owner)) {
                changed++;
            }
        }
        return changed;
    }

    private boolean wrapAgain(KeyOwner owner) {
        for (int i = 0; i < TRIES; i++) {
            if (!(ring.of(owner) instanceof Ring.Held before)) {
                return false;
            }
            List<Ring.Wrapped> after =
                    before.keys().stream().map(k -> wrapAgain(owner, k)).toList();
            if (after.equals(before.keys())) {
                return false;
            }
            if (change(owner, before, new Ring.Held(after))) {
                return true;
            }
        }
        throw crowded(owner);
    }

    private Ring.Wrapped wrapAgain(KeyOwner owner, Ring.Wrapped key) {
        byte[] bytes = key.bytes();
        if (!service.outdated(bytes)) {
            return key;
        }
        byte[] bound = OwnerKeys.bound(owner, key.id());
        try (Secret clear = service.unwrap(bytes, bound)) {
            return Ring.Wrapped.of(key.id(), key.madeAt(), service.wrap(clear, bound));
        }
    }

    private OwnerKey newest(KeyOwner owner) {
        for (int i = 0; i < TRIES; i++) {
            switch (keys.ring(owner)) {
                case Ring.Held held -> {
                    return keys.unwrapped(owner, held.newest());
                }
                case Ring.Destroyed _ -> throw destroyed();
                case Ring.None none -> change(owner, none, new Ring.Held(List.of(wrapFresh(owner))));
            }
        }
        throw crowded(owner);
    }

    private Ring.Wrapped wrapFresh(KeyOwner owner) {
        byte[] fresh = new byte[OwnerKey.BYTES];
        chance.nextBytes(fresh);
        KeyId id = KeyId.random(chance);
        try (Secret key = Secret.of(fresh)) {
            return Ring.Wrapped.of(id, clock.instant(), service.wrap(key, OwnerKeys.bound(owner, id)));
        }
    }

    private boolean change(KeyOwner owner, Ring before, Ring after) {
        boolean changed = ring.replace(owner, before, after);
        keys.forget(owner);
        return changed;
    }

    private Ring.Held held(KeyOwner owner) {
        return switch (keys.ring(owner)) {
            case Ring.Held held -> held;
            case Ring.Destroyed _ -> throw destroyed();
            case Ring.None _ -> throw unknown();
        };
    }

    private Ring.Wrapped find(KeyOwner owner, KeyId key) {
        Optional<Ring.Wrapped> found = wrapped(owner, key);
        if (found.isEmpty()) {
            // Made by another process a moment ago, perhaps.
            keys.forget(owner);
            found = wrapped(owner, key);
        }
        return found.orElseThrow(Vault::unknown);
    }

    private Optional<Ring.Wrapped> wrapped(KeyOwner owner, KeyId key) {
        return keys.ring(owner) instanceof Ring.None
                ? Optional.empty()
                : held(owner).keys().stream().filter(k -> k.id().equals(key)).findFirst();
    }

    private static byte[] head(KeyId key) {
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES).put(VERSION);
        key.write(head);
        return head.array();
    }

    private static Refusal destroyed() {
        return Refusal.notFound(
                "key-destroyed", "The key was destroyed, and with it all that it sealed; make nothing new.");
    }

    private static Refusal unknown() {
        return Refusal.notFound("key-unknown", "There is no such key; restore the keyring from one of its copies.");
    }

    private static IllegalStateException crowded(KeyOwner owner) {
        return new IllegalStateException("others keep changing the ring of " + owner);
    }
}
