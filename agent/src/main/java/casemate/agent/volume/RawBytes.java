package casemate.agent.volume;

import casemate.agent.sandbox.HostTool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What really lies on the disk for a file or a directory: the bytes at the places that its file system
/// names, read past that file system.
public final class RawBytes {
    private static final Duration BOUND = Duration.ofSeconds(10);
    /// A drill's file has some hundred kilobytes.
    private static final int MOST_BYTES = 16 << 20;

    /// As filefrag prints it in bytes: number, logical from and to, physical from and to, length.
    private static final Pattern EXTENT =
            Pattern.compile("(?m)^ *[0-9]+: +[0-9]+\\.\\. *[0-9]+: +([0-9]+)\\.\\. *[0-9]+: +([0-9]+):");

    private final Path disk;
    private final List<Extent> extents;

    private record Extent(long from, long bytes) {}

    private RawBytes(Path disk, List<Extent> extents) {
        this.disk = disk;
        this.extents = extents;
    }

    /// Looks up where it lies; reading comes later, and needs no key.
    ///
    /// @param disk the file or device that holds the file system
    /// @throws IOException when that cannot be known
    public static RawBytes of(Path disk, Path file) throws IOException, InterruptedException {
        HostTool.must(BOUND, "", "sync", "-f", file.toString());
        HostTool.Outcome told = HostTool.run(BOUND, "filefrag", "-v", "-b1", file.toString());
        List<Extent> extents = new ArrayList<>();
        for (MatchResult each : EXTENT.matcher(told.output()).results().toList()) {
            extents.add(new Extent(Long.parseLong(each.group(1)), Long.parseLong(each.group(2))));
        }
        if (!told.done()
                || extents.isEmpty()
                || extents.stream().mapToLong(Extent::bytes).sum() > MOST_BYTES) {
            throw new IOException("where a file lies on the disk cannot be seen: " + told.lastLine());
        }
        return new RawBytes(disk, extents);
    }

    /// As they are on the disk now.
    public byte[] read() throws IOException, InterruptedException {
        // What the kernel keeps of the file in memory is not what lies there.
        HostTool.must(BOUND, "", "sync", "-f", disk.toString());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (RandomAccessFile raw = new RandomAccessFile(disk.toFile(), "r")) {
            for (Extent each : extents) {
                byte[] part = new byte[Math.toIntExact(each.bytes())];
                raw.seek(each.from());
                raw.readFully(part);
                all.writeBytes(part);
            }
        }
        return all.toByteArray();
    }
}
