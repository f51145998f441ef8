package casemate.control.payment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Looks for a text in every row that was written since, and in every file that was: past the code that wrote them.
final class CardTraces {
    /// A look that takes longer hurts the platform more than a late proof.
    private static final Duration LONGEST = Duration.ofSeconds(60);
    /// Of one file; a log that has grown by more since the run began is looked at by its end.
    private static final int MOST_BYTES = 16 << 20;

    private static final Duration COARSE = Duration.ofSeconds(2);

    private final JdbcClient jdbc;
    private final TransactionTemplate readOnly;

    CardTraces(JdbcClient jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.readOnly = new TransactionTemplate(transactions);
        this.readOnly.setReadOnly(true);
        this.readOnly.setTimeout(Math.toIntExact(LONGEST.toSeconds()));
    }

    /// A point in the database's own order of changes.
    long now() {
        return jdbc.sql("SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)")
                .query(Long.class)
                .single();
    }

    /// How many rows of any table hold one of the texts. A table that may not be read makes the look fail.
    long rows(long since, List<String> texts) {
        return readOnly.execute(_ -> tables().stream()
                .mapToLong(table -> jdbc.sql("""
                                SELECT count(*) FROM %s t
                                WHERE age(t.xmin) <= age(CAST(CAST(:since AS xid8) AS xid)) AND EXISTS (
                                    SELECT 1 FROM unnest(string_to_array(:texts, E'\\n')) AS one
                                    WHERE strpos(CAST(t AS text), one) > 0)
                                """.formatted(table))
                        .param("since", String.valueOf(since))
                        .param("texts", String.join("\n", texts))
                        .query(Long.class)
                        .single())
                .sum());
    }

    private List<String> tables() {
        return jdbc.sql("""
                        SELECT relnamespace::regnamespace || '.' || quote_ident(relname) AS place
                        FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
                        WHERE relkind IN ('r', 'p') AND nspname NOT IN ('information_schema', 'flyway')
                            AND nspname NOT LIKE 'pg\\_%'
                        """).query((row, _) -> row.getString("place")).list();
    }

    /// How many files were looked at, and how many of them hold one of the texts.
    record Found(long looked, long holding) {}

    Found files(List<Path> directories, Instant since, List<String> texts) {
        long looked = 0;
        long holding = 0;
        for (Path directory : directories) {
            for (Path file : written(directory, since)) {
                String end = end(file);
                looked++;
                holding += texts.stream().anyMatch(end::contains) ? 1 : 0;
            }
        }
        return new Found(looked, holding);
    }

    private static List<Path> written(Path directory, Instant since) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()
                            && !attributes.lastModifiedTime().toInstant().isBefore(since.minus(COARSE))) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (e instanceof NoSuchFileException) {
                        // Gone meanwhile: nothing stays in it.
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path left, @Nullable IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static String end(Path file) {
        try (var in = Files.newByteChannel(file)) {
            in.position(Math.max(0, in.size() - MOST_BYTES));
            java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate((int) (in.size() - in.position()));
            while (bytes.hasRemaining() && in.read(bytes) >= 0) {
                // The rest.
            }
            return new String(bytes.array(), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException _) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
