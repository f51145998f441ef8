package casemate.database;

import casemate.base.Refusal;
import java.nio.file.Path;

/// How an embedded server is to run.
///
/// @param keys directory of the owner's password, which nobody but the platform's user may read
/// @param binaries directory under which the server's programs are unpacked, one directory per version
/// @param port TCP port on 127.0.0.1; 0 takes a free one
public record PostgresOptions(Path keys, Path binaries, int port) {
    private static final int MAX_PORT = 65_535;

    public PostgresOptions {
        if (port < 0 || port > MAX_PORT) {
            throw Refusal.invalid("port-malformed", "A port lies between 1 and 65535; 0 takes a free one.");
        }
    }
}
