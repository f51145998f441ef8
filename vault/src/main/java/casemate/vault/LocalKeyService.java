package casemate.vault;

import casemate.base.Refusal;
import casemate.base.Secret;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/// Root keys in a sealed file of this machine: the embedded default, with no other party to trust or to wait for.
public final class LocalKeyService implements KeyService {
    /// The number of the root key.
    private static final int HEAD_BYTES = 4;

    private final RootKeyFile file;
    private final AesGcm cipher;
    private final SecureRandom chance;
    private final Clock clock;
    private volatile List<RootKeyFile.RootKey> keys;

    private LocalKeyService(RootKeyFile file, SecureRandom chance, Clock clock) {
        this.file = file;
        this.cipher = new AesGcm(chance);
        this.chance = chance;
        this.clock = clock;
        this.keys = file.keys();
    }

    /// Opens the file; made at the first start.
    ///
    /// @throws Refusal `root-keys-locked` when this does not unlock it, `root-keys-damaged` when it is no such file
    public static LocalKeyService open(Path file, Unlock unlock, SecureRandom chance, Clock clock) {
        return new LocalKeyService(RootKeyFile.open(file, unlock, chance, clock.instant()), chance, clock);
    }

    @Override
    public String name() {
        return "local";
    }

    @Override
    public byte[] wrap(Secret key, byte[] bound) {
        int newest = keys.size() - 1;
        byte[] head = ByteBuffer.allocate(HEAD_BYTES).putInt(newest).array();
        return cipher.seal(keys.get(newest).key(), head, bound, key.reveal());
    }

    @Override
    public Secret unwrap(byte[] wrapped, byte[] bound) {
        return Secret.of(cipher.open(keys.get(version(wrapped)).key(), HEAD_BYTES, bound, wrapped));
    }

    /// Its first byte would be a letter, were it another's.
    @Override
    public boolean made(byte[] wrapped) {
        return wrapped.length > HEAD_BYTES && wrapped[0] == 0;
    }

    @Override
    public boolean outdated(byte[] wrapped) {
        return version(wrapped) < keys.size() - 1;
    }

    @Override
    public synchronized void rotate() {
        file.add(clock.instant(), chance);
        keys = file.keys();
    }

    private int version(byte[] wrapped) {
        int version =
                wrapped.length < HEAD_BYTES ? -1 : ByteBuffer.wrap(wrapped).getInt();
        if (version < 0 || version >= keys.size()) {
            throw new IllegalStateException("wrapped under a root key that is not here");
        }
        return version;
    }
}
