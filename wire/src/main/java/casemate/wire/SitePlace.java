package casemate.wire;

import java.net.URI;
import java.nio.file.Path;

/// Where a backup site is, written as restic writes it, so that what stock tools are told is what stands here:
/// `/srv/backups`, `sftp://user@host:port/path` (relative to where the account begins, absolute after a second
/// slash), `s3:https://host/bucket/prefix`.
public sealed interface SitePlace {
    int MAX_CHARS = 400;
    int SSH = 22;

    /// On the agent's own host.
    record Directory(Path path) implements SitePlace {}

    /// An account on an SSH server.
    ///
    /// @param path relative, or absolute
    record Sftp(String user, String host, int port, String path) implements SitePlace {}

    /// Objects below a prefix, which may be empty.
    ///
    /// @param endpoint scheme, host and port
    record Bucket(URI endpoint, String bucket, String prefix) implements SitePlace {
        /// The port is the scheme's own where none is named.
        public int port() {
            return endpoint.getPort() >= 0
                    ? endpoint.getPort()
                    : endpoint.getScheme().equals("https") ? PlaceReader.HTTPS : PlaceReader.HTTP;
        }
    }

    /// @throws Refusal `site-malformed`, which says what is wrong
    static SitePlace parse(String text) {
        return PlaceReader.parse(text);
    }
}
