package casemate.vault.strongroom;

import casemate.base.DurableFile;
import casemate.base.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Alarms as lines of one file: on the disk before the refusal is answered.
final class AlarmBook {
    /// Beyond it the oldest half goes: who fills it with false tokens must not hide the newest.
    private static final int MOST = 2_000;

    /// Anybody can show tokens that were never made; one a minute is enough to see it.
    private static final Duration UNKNOWN_EVERY = Duration.ofMinutes(1);

    private static final int MOST_LINE_BYTES = 4 << 10;

    private final Path file;
    private final List<Alarm> alarms = new ArrayList<>();
    private Instant lastUnknown = Instant.MIN;

    AlarmBook(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                // A line that a power cut left half written was never answered for.
                if (line.endsWith("}")) {
                    alarms.add(Alarm.of(Json.parse(line.getBytes(StandardCharsets.UTF_8), MOST_LINE_BYTES)));
                }
            }
            rewrite();
        }
    }

    synchronized void raise(Instant now, Alarm.Why why, String token, String peer, boolean drill) throws IOException {
        if (why == Alarm.Why.UNKNOWN) {
            if (now.isBefore(lastUnknown.plus(UNKNOWN_EVERY))) {
                return;
            }
            lastUnknown = now;
        }
        long number = alarms.isEmpty() ? 1 : alarms.getLast().number() + 1;
        Alarm alarm = new Alarm(number, now, why, token, peer, drill);
        alarms.add(alarm);
        if (alarms.size() > MOST) {
            alarms.subList(0, MOST / 2).clear();
            rewrite();
            return;
        }
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer line = ByteBuffer.wrap((alarm.json().text() + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                out.write(line);
            }
            out.force(true);
        }
    }

    synchronized List<Alarm> after(long number) {
        return alarms.stream().filter(a -> a.number() > number).toList();
    }

    private void rewrite() throws IOException {
        StringBuilder text = new StringBuilder();
        alarms.forEach(a -> text.append(a.json().text()).append('\n'));
        DurableFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
