package casemate.vault;

import casemate.base.Secret;

final class Unlocks {
    private Unlocks() {}

    static Unlock file(char each) {
        return new Unlock.KeyFile(Secret.of(String.valueOf(each).repeat(Unlock.KeyFile.BYTES)));
    }
}
