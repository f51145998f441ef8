package casemate.agent.moment;

import casemate.agent.site.Confined;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Lays another host's changed files into a standby's volume. Taking the same pieces again makes the same files.
final class FileLanding {
    private static final Duration BOUND = Duration.ofHours(2);
    private static final String OWN = ".casemate";
    private static final String ARCHIVE = "files.part";

    private static final String REMOVE = "cd /volume && xargs --null --no-run-if-empty rm -rf --";

    /// An archive whose beginning is missing is older than the seed, which has what is in it. It goes away when what
    /// was
    /// in it is on the disk.
    private static final String UNPACK = """
            cd /volume
            archive=.casemate/files.part
            if [ -L "$archive" ] || [ ! -f "$archive" ] || [ "$(stat --format=%s "$archive")" -lt "$1" ]; then
                rm -f "$archive"
                exit 0
            fi
            head --bytes="$1" "$archive" |
                tar --extract --no-same-owner --preserve-permissions --numeric-owner --file=-
            xargs --null --no-run-if-empty chown --no-dereference --silent "$2:$2" -- || [ $? = 123 ]
            sync --file-system .
            rm -f "$archive"
            """;

    private final Path volume;
    private final int uid;
    private final UserPrincipal owner;
    private Optional<Instant> at = Optional.empty();

    /// @param uid to whom all of it belongs
    FileLanding(Path volume, int uid, UserPrincipal owner) {
        this.volume = volume;
        this.uid = uid;
        this.owner = owner;
    }

    /// What changed before, by the other host's clock, is on this one's disk; empty when that was not said.
    Optional<Instant> at() {
        return at;
    }

    void take(Piece piece) throws IOException, InterruptedException {
        switch (piece.file()) {
            case FilePieces.GONE -> run(REMOVE, List.of(), piece.bytes());
            case FilePieces.PART -> keep(piece);
            case FilePieces.END ->
                run(UNPACK, List.of(String.valueOf(piece.offset()), String.valueOf(uid)), piece.bytes());
            case FilePieces.AT -> at = Optional.of(Instant.ofEpochMilli(piece.offset()));
            default -> throw new IOException("a piece says nothing that is known: " + piece.file());
        }
    }

    private void keep(Piece part) throws IOException {
        try (LogFiles files = LogFiles.open(volume, OWN)) {
            if (part.offset() == 0) {
                files.remove(ARCHIVE);
            }
            if (files.length(ARCHIVE) >= part.offset()) {
                files.write(ARCHIVE, part.offset(), part.bytes(), 0, owner);
            }
        }
    }

    private void run(String script, List<String> arguments, byte[] names) throws IOException, InterruptedException {
        Confined.script(script, arguments)
                .writing(volume, "/volume")
                .within(BOUND)
                .run(in -> in.write(names))
                .must("laying the instance's files");
    }
}
