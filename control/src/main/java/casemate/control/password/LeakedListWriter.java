package casemate.control.password;

import casemate.base.Refusal;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// Makes a [LeakedList] from what is published: files of `SHA1:count` lines, or Have I Been Pwned's range files, named
/// by the first five digits with the other 35 in each line. Reads everything twice, to count and to write; the new list
/// takes the old one's place in one step, and only when it is whole.
public final class LeakedListWriter {
    private static final int DIGITS = 40;
    private static final Pattern RANGE = Pattern.compile("([0-9A-Fa-f]{5})(\\.txt)?");

    /// The longest line: digits, a colon, a count.
    private static final int MAX_LINE = DIGITS + 1 + 20;

    private static final int BUFFER = 1 << 20;

    /// What is done with each digest.
    private interface Each {
        void digest(byte[] sha1);
    }

    private LeakedListWriter() {}

    /// @param sources files, and directories whose files are all read
    /// @return how many entries the list has
    /// @throws Refusal `leaked-source-unreadable` at the first line that is none; nothing is changed then
    public static long write(List<Path> sources, Path target) throws IOException {
        List<Path> files = files(sources);
        long[] count = {0};
        for (Path file : files) {
            read(file, _ -> count[0]++);
        }
        if (count[0] == 0 || count[0] > LeakedList.MAX_ENTRIES) {
            throw Refusal.invalid("leaked-source-unreadable", "There are " + count[0] + " digests in these files.");
        }
        Files.createDirectories(target.toAbsolutePath().getParent());
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        try {
            fill(files, fresh, count[0]);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
        return count[0];
    }

    private static void fill(List<Path> files, Path fresh, long entries) throws IOException {
        long blocks = LeakedList.blocks(entries);
        Files.deleteIfExists(fresh);
        try (FileChannel channel = FileChannel.open(
                        fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
                Arena arena = Arena.ofConfined()) {
            long size = LeakedList.HEADER + blocks * LeakedList.BLOCK;
            channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
            MemorySegment bits =
                    channel.map(FileChannel.MapMode.READ_WRITE, 0, size, arena).asSlice(LeakedList.HEADER);
            for (Path file : files) {
                read(file, sha1 -> LeakedList.add(bits, sha1));
            }
            byte[] header = LeakedList.header(entries, blocks, crc(bits));
            channel.write(ByteBuffer.wrap(header), 0);
            channel.force(true);
        }
    }

    private static long crc(MemorySegment bits) {
        CRC32C crc = new CRC32C();
        for (long at = 0; at < bits.byteSize(); at += BUFFER) {
            crc.update(bits.asSlice(at, Math.min(BUFFER, bits.byteSize() - at)).toArray(ValueLayout.JAVA_BYTE));
        }
        return crc.getValue();
    }

    private static List<Path> files(List<Path> sources) throws IOException {
        Stream.Builder<Path> files = Stream.builder();
        for (Path source : sources) {
            if (Files.isDirectory(source)) {
                try (Stream<Path> within = Files.list(source)) {
                    within.filter(Files::isRegularFile).sorted().forEach(files);
                }
            } else {
                files.add(source);
            }
        }
        return files.build().toList();
    }

    private static void read(Path file, Each each) throws IOException {
        var range = RANGE.matcher(String.valueOf(file.getFileName()));
        String prefix = range.matches() ? range.group(1) : "";
        byte[] line = new byte[MAX_LINE];
        long number = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            int length = 0;
            for (int next = in.read(); next >= 0 || length > 0; next = in.read()) {
                if (next == '\n' || next < 0) {
                    number++;
                    digest(prefix, line, length, file, number, each);
                    length = 0;
                } else if (next != '\r') {
                    if (length == MAX_LINE) {
                        throw unreadable(file, number + 1);
                    }
                    line[length] = (byte) next;
                    length++;
                }
            }
        } catch (NoSuchFileException _) {
            throw Refusal.invalid("leaked-source-unreadable", "There is no file " + file + ".");
        }
    }

    private static void digest(String prefix, byte[] line, int length, Path file, long number, Each each) {
        int digits = DIGITS - prefix.length();
        if (length < digits || (length > digits && line[digits] != ':')) {
            throw unreadable(file, number);
        }
        byte[] sha1 = new byte[DIGITS / 2];
        for (int i = 0; i < DIGITS; i++) {
            int character = i < prefix.length() ? prefix.charAt(i) : line[i - prefix.length()];
            if (!HexFormat.isHexDigit(character)) {
                throw unreadable(file, number);
            }
            sha1[i / 2] = (byte) ((sha1[i / 2] << 4) | HexFormat.fromHexDigit(character));
        }
        for (int i = digits + 1; i < length; i++) {
            if (line[i] < '0' || line[i] > '9') {
                throw unreadable(file, number);
            }
        }
        each.digest(sha1);
    }

    private static Refusal unreadable(Path file, long number) {
        return Refusal.invalid(
                "leaked-source-unreadable",
                file.getFileName() + ", line " + number + ": expected a SHA-1 digest and a count, such as "
                        + "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8:52; no list was changed.");
    }
}
