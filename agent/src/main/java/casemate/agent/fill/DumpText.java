package casemate.agent.fill;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A database written out as text. Two of the same database are alike, but for the place in its log, which stands near
/// the beginning in one way of writing and near the end in another: a restored server's log is another one.
public final class DumpText {
    private static final Pattern PLACE =
            Pattern.compile("^-- (?:CHANGE MASTER TO|SET GLOBAL gtid_slave_pos).*\n", Pattern.MULTILINE);
    /// Settings stand before the one place and behind the other.
    static final int EDGE_BYTES = 16 << 10;

    private DumpText() {}

    /// SHA-256 of all but the place.
    public static String digest(Path file) throws IOException {
        long size = Files.size(file);
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file)) {
            digest.update(plain(in.readNBytes(EDGE_BYTES)));
            long middle = Math.max(0, size - 2L * EDGE_BYTES);
            byte[] block = new byte[EDGE_BYTES];
            while (middle > 0) {
                int read = in.readNBytes(block, 0, (int) Math.min(middle, EDGE_BYTES));
                if (read == 0) {
                    throw new IOException("the database's text ends early");
                }
                digest.update(block, 0, read);
                middle -= read;
            }
            digest.update(plain(in.readNBytes(EDGE_BYTES)));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] plain(byte[] edge) {
        String text = new String(edge, StandardCharsets.ISO_8859_1);
        return PLACE.matcher(text).replaceAll("").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
