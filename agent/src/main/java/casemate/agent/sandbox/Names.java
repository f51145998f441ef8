package casemate.agent.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The names under which one data directory's things stand on the host. They are derived from the directory's path, so
/// that a sweep after a crash finds them, and so that two agents on one host never touch each other's.
///
/// @param hash the first bytes of the path's SHA-256, in hex
record Names(String hash) {
    /// 24 bits: short enough for a network interface's 15 characters, enough for the few agents of one host.
    private static final int HASH_BYTES = 3;

    static Names of(Path data) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(data.toRealPath().toString().getBytes(StandardCharsets.UTF_8));
            return new Names(HexFormat.of().formatHex(digest, 0, HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    String table() {
        return "casemate_" + hash;
    }

    /// Beside the pods' table, which is replaced at other times. The janitor knows it by this ending.
    String banTable() {
        return table() + "_bans";
    }

    String cgroup() {
        return "casemate-" + hash;
    }

    /// Interfaces behind the packet filter begin with this.
    String walledLinks() {
        return "cm" + hash;
    }

    /// Interfaces that a sabotaged twin leaves outside the packet filter begin with this.
    String openLinks() {
        return "cx" + hash;
    }

    /// Where image and volume are bound inside a pod's own mount namespace: an address without directories that only
    /// root may pass.
    Path stage() {
        return Path.of("/run/casemate", hash);
    }
}
