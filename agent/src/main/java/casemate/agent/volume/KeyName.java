package casemate.agent.volume;

import java.util.HexFormat;

/// What the kernel calls a key: a digest of it, which says nothing about it.
record KeyName(String hex) {
    static final int BYTES = 16;

    static KeyName of(byte[] bytes) {
        return new KeyName(HexFormat.of().formatHex(bytes));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }
}
