package casemate.agent.moment;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What changed among an instance's files travels in the same line as its database's log, as pieces under names that no
/// file of a log has. Names of files are bytes: written here as Latin-1, whatever they mean to the customer.
final class FilePieces {
    /// Names that are gone, or became something else.
    static final String GONE = "files/gone";
    /// A part of a tar archive; its offset is that in the archive.
    static final String PART = "files/part";
    /// The archive is whole: its offset is the archive's length, its bytes the names in it.
    static final String END = "files/end";
    /// Its offset is a time in milliseconds: what changed before is here or in an earlier piece.
    static final String AT = "files/at";

    private FilePieces() {}

    static boolean is(Piece piece) {
        return piece.file().startsWith("files/");
    }

    static Piece gone(Collection<String> names) {
        return new Piece(GONE, 0, bytes(names));
    }

    static Piece end(long length, Collection<String> names) {
        return new Piece(END, length, bytes(names));
    }

    static Piece at(Instant time) {
        return new Piece(AT, time.toEpochMilli(), new byte[0]);
    }

    /// Each with a NUL behind it, as stock tools read them.
    static byte[] bytes(Collection<String> names) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String name : names) {
            all.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
            all.write(0);
        }
        return all.toByteArray();
    }

    /// What stands before each NUL.
    static List<String> names(byte[] bytes) {
        List<String> names = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                names.add(new String(bytes, begin, i - begin, StandardCharsets.ISO_8859_1));
                begin = i + 1;
            }
        }
        return names;
    }
}
