package casemate.vault;

import casemate.base.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// On the way from the local file of root keys to a transit engine: wraps there, and still unwraps what the file
/// wrapped, until [Vault#wrapAgain] has wrapped all of it anew.
public final class MovedKeyService implements KeyService {
    /// How an engine's wrapped keys begin; the file's begin with a number far smaller.
    private static final byte[] ENGINE = "vault:v".getBytes(StandardCharsets.US_ASCII);

    private final TransitKeyService now;
    private final LocalKeyService before;

    public MovedKeyService(TransitKeyService now, LocalKeyService before) {
        this.now = now;
        this.before = before;
    }

    @Override
    public String name() {
        return now.name();
    }

    @Override
    public byte[] wrap(Secret key, byte[] bound) {
        return now.wrap(key, bound);
    }

    @Override
    public Secret unwrap(byte[] wrapped, byte[] bound) {
        return moved(wrapped) ? now.unwrap(wrapped, bound) : before.unwrap(wrapped, bound);
    }

    @Override
    public boolean outdated(byte[] wrapped) {
        return !moved(wrapped);
    }

    @Override
    public void rotate() {
        now.rotate();
    }

    private static boolean moved(byte[] wrapped) {
        return wrapped.length >= ENGINE.length && Arrays.equals(wrapped, 0, ENGINE.length, ENGINE, 0, ENGINE.length);
    }
}
