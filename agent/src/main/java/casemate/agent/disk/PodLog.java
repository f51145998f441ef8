package casemate.agent.disk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// What a pod's processes print, in two files of bounded size: the one being written and the one before it. A pod that
/// prints without end costs 2 MiB, never a full disk.
public final class PodLog {
    private static final long MAX_FILE_BYTES = 1 << 20;
    /// A longer line is cut; the rest of it is dropped.
    private static final int MAX_LINE_CHARS = 4_096;

    private final Path file;
    private final Clock clock;
    private long size;

    public PodLog(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
        this.size = length(file);
    }

    /// Copies a process's output until it ends. Blocks: the caller gives it a thread.
    public void follow(String process, Process source) {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(source.getInputStream(), StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = out.read(); c >= 0; c = out.read()) {
                if (c == '\n') {
                    write(process, line.toString());
                    line.setLength(0);
                } else if (line.length() < MAX_LINE_CHARS) {
                    line.append((char) c);
                }
            }
            if (!line.isEmpty()) {
                write(process, line.toString());
            }
        } catch (IOException _) {
            // The process is gone, and its pipe with it.
        }
    }

    /// Appends one line with its time and who said it.
    public synchronized void write(String process, String line) {
        String safe = line.replaceAll("\\p{Cntrl}", " ");
        byte[] bytes = (clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + process + " " + safe + "\n")
                .getBytes(StandardCharsets.UTF_8);
        try {
            if (size + bytes.length > MAX_FILE_BYTES) {
                Files.move(file, before(), StandardCopyOption.REPLACE_EXISTING);
                size = 0;
            }
            Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            size += bytes.length;
        } catch (IOException _) {
            // A full disk must not stop the pod; its log has a gap.
        }
    }

    /// The last lines, oldest first.
    public synchronized List<String> tail(int lines) {
        List<String> all = new ArrayList<>(read(before()));
        all.addAll(read(file));
        return List.copyOf(all.subList(Math.max(0, all.size() - lines), all.size()));
    }

    public synchronized void erase() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(before());
        size = 0;
    }

    private Path before() {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    private static List<String> read(Path file) {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.min(in.length(), MAX_FILE_BYTES)];
            in.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    private static long length(Path file) {
        try {
            return Files.size(file);
        } catch (IOException _) {
            return 0;
        }
    }
}
