package casemate.waf.audit;

import casemate.base.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Each record in its own file, in a directory for each day and in it for each minute, and one line for each in an
/// index, if there is one. Times are UTC.
final class ConcurrentRecords implements RecordSink {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int DAY = "yyyyMMdd".length();
    private static final int MINUTE = "yyyyMMdd-HHmm".length();

    private final Path storage;
    private final Optional<LogFile> index;
    private final int fileMode;
    private final int directoryMode;
    private final AuditLog.Formatter formatter;

    private ConcurrentRecords(
            AuditSettings settings, Path storage, Optional<LogFile> index, AuditLog.Formatter formatter) {
        this.storage = storage;
        this.index = index;
        this.fileMode = settings.fileMode();
        this.directoryMode = settings.directoryMode();
        this.formatter = formatter;
    }

    static ConcurrentRecords open(AuditSettings settings, Path storage, AuditLog.Formatter formatter)
            throws IOException {
        Optional<LogFile> index = settings.log().isEmpty()
                ? Optional.empty()
                : Optional.of(new LogFile(settings.log().get(), settings.fileMode()));
        ConcurrentRecords records = new ConcurrentRecords(settings, storage, index, formatter);
        records.directories(storage);
        return records;
    }

    @Override
    public void write(AuditRecord record, Set<AuditPart> parts) throws IOException {
        byte[] bytes = formatter.bytes(record, parts);
        Path file = file(record);
        directories(file.getParent());
        Files.createFile(file, PosixFilePermissions.asFileAttribute(Modes.of(fileMode)));
        Files.write(file, bytes, StandardOpenOption.APPEND);
        if (index.isPresent()) {
            index.get().append(indexLine(record, file, bytes).getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Override
    public void close() throws IOException {
        if (index.isPresent()) {
            index.get().close();
        }
    }

    private Path file(AuditRecord record) {
        String second = SECOND.format(record.time());
        return storage.resolve(second.substring(0, DAY))
                .resolve(second.substring(0, MINUTE))
                .resolve(second + "-" + safe(record.uniqueId()));
    }

    private void directories(@Nullable Path directory) throws IOException {
        if (directory != null && !Files.isDirectory(directory)) {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(Modes.of(directoryMode)));
        }
    }

    /// As ModSecurity's index: host, client, user, time, request, status, size, referer, agent, id, and where the
    /// record lies. What headers say is masked as in the record.
    private static String indexLine(AuditRecord unmasked, Path file, byte[] bytes) {
        AuditRecord record = Masking.masked(unmasked);
        return header(record, "host") + " " + record.connection().clientAddress() + " - "
                + NativeFormat.TIME.format(record.time())
                + " \"" + NativeFormat.requestLine(record) + "\" "
                + record.response().status() + " " + unmasked.response().body().length() + " "
                + header(record, "referer") + " \"" + header(record, "user-agent") + "\" "
                + record.uniqueId() + " - " + file + " 0 " + bytes.length + " md5:" + md5(bytes) + "\n";
    }

    private static String header(AuditRecord record, String name) {
        return record.request().headers().stream()
                .filter(h -> h.name().toLatin1().equalsIgnoreCase(name))
                .map(h -> MatchText.limited(JsonFormat.MOST_TEXT, MatchText.hex(h.value(), true)))
                .findFirst()
                .orElse("-");
    }

    /// A name that stays in its directory.
    private static String safe(String id) {
        return id.matches("[A-Za-z0-9@_-]{1,100}") ? id : Sha256.hex(id.getBytes(StandardCharsets.UTF_8));
    }

    /// MD5 because readers of the index expect it; it proves nothing.
    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }
}
