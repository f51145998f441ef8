package casemate.control.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The archive while it is written: a ZIP that ends with the SHA-256 of every file in it, as `sha256sum
/// --check` reads it. ZIP, as every system opens one; the JDK writes the 64-bit form by itself.
final class Bundle {
    static final String SUMS = "SHA256SUMS";

    private final ZipOutputStream zip;
    private final Instant at;
    private final Map<String, String> sums = new TreeMap<>();

    /// Writes one file's bytes.
    interface Content {
        void into(OutputStream out) throws IOException, InterruptedException;
    }

    /// The same for text.
    interface Text {
        void into(Writer out) throws IOException;
    }

    /// @param at the time of all files in it
    Bundle(OutputStream out, Instant at) {
        this.zip = new ZipOutputStream(out);
        this.at = at;
    }

    void file(String name, Content content) throws IOException, InterruptedException {
        zip.setLevel(Deflater.DEFAULT_COMPRESSION);
        add(name, content);
    }

    /// What is compressed already.
    void packed(String name, Content content) throws IOException, InterruptedException {
        zip.setLevel(Deflater.NO_COMPRESSION);
        add(name, content);
    }

    void text(String name, Text content) throws IOException, InterruptedException {
        file(name, out -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            content.into(writer);
            writer.flush();
        });
    }

    Set<String> names() {
        return sums.keySet();
    }

    private void add(String name, Content content) throws IOException, InterruptedException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(at.toEpochMilli());
        zip.putNextEntry(entry);
        MessageDigest digest = PieceStream.sha256();
        content.into(new DigestOutputStream(new Unclosed(zip), digest));
        zip.closeEntry();
        if (sums.put(name, HexFormat.of().formatHex(digest.digest())) != null) {
            throw new IllegalStateException("two files of an export have the name " + name);
        }
    }

    /// Writes the sums, and ends the archive.
    void end() throws IOException, InterruptedException {
        Map<String, String> all = new TreeMap<>(sums);
        text(SUMS, out -> {
            for (Map.Entry<String, String> each : all.entrySet()) {
                out.write(each.getValue() + "  " + each.getKey() + "\n");
            }
        });
        zip.close();
    }

    /// Whoever writes one file does not close them all.
    private static final class Unclosed extends java.io.FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
