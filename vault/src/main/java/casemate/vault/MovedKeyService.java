package casemate.vault;

import casemate.base.Secret;

/// On the way from the local file of root keys to a key service elsewhere: wraps there, and still unwraps what the
/// file wrapped, until [Vault#wrapAgain] has wrapped all of it anew.
public final class MovedKeyService implements KeyService {
    private final KeyService now;
    private final LocalKeyService before;

    public MovedKeyService(KeyService now, LocalKeyService before) {
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
        return now.made(wrapped) ? now.unwrap(wrapped, bound) : before.unwrap(wrapped, bound);
    }

    @Override
    public boolean made(byte[] wrapped) {
        return now.made(wrapped) || before.made(wrapped);
    }

    @Override
    public boolean outdated(byte[] wrapped) {
        return !now.made(wrapped);
    }

    @Override
    public void rotate() {
        now.rotate();
    }
}
