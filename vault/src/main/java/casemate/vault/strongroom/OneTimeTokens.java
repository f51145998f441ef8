package casemate.vault.strongroom;

import casemate.base.DurableFile;
import casemate.base.Json;
import casemate.base.Secret;
import casemate.base.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Stream;

/// Tokens that open once. Each is a file named by its hash; using it makes a second file that can be made once only,
/// whoever else looks at the same directory, and which is on the disk before anything is given out.
final class OneTimeTokens {
    private static final int BYTES = 32;
    private static final int MOST_FILE_BYTES = 4 << 10;
    private static final String MADE = ".json";
    private static final String USED = ".used";

    /// So long a token is known as one that was used; then it is one that nobody made.
    private static final Duration KEPT = Duration.ofDays(400);

    private static final Duration DRILL_KEPT = Duration.ofDays(1);

    private final Path directory;
    private final SecureRandom chance;

    /// What became of showing a token.
    record Shown(Outcome outcome, boolean drill, String name) {}

    enum Outcome {
        OPENS,
        SECOND_USE,
        EXPIRED,
        UNKNOWN
    }

    OneTimeTokens(Path directory, SecureRandom chance) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.chance = chance;
    }

    /// @return a token that is on the disk as its hash only
    Secret make(Instant now, Duration life, boolean drill) throws IOException {
        byte[] random = new byte[BYTES];
        chance.nextBytes(random);
        Secret token = Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        byte[] facts = Json.object()
                .put("madeAt", now)
                .put("until", now.plus(life))
                .put("drill", drill)
                .build()
                .canonical();
        DurableFile.write(directory.resolve(hash(token) + MADE), facts);
        return token;
    }

    /// Uses a token up. When this says that it opens, no later call for it ever will.
    Shown use(Secret token, Instant now, String peer) throws IOException {
        String hash = hash(token);
        String name = name(token);
        Path made = directory.resolve(hash + MADE);
        if (!Files.exists(made)) {
            return new Shown(Outcome.UNKNOWN, false, name);
        }
        Json.Obj facts = Json.parseObject(Files.readAllBytes(made), MOST_FILE_BYTES);
        boolean drill = facts.bool("drill");
        byte[] by = Json.object().put("at", now).put("peer", peer).build().canonical();
        try (FileChannel out = FileChannel.open(
                directory.resolve(hash + USED), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(by));
            out.force(true);
        } catch (FileAlreadyExistsException _) {
            return new Shown(Outcome.SECOND_USE, drill, name);
        }
        DurableFile.syncDirectory(directory);
        return new Shown(now.isAfter(facts.instant("until")) ? Outcome.EXPIRED : Outcome.OPENS, drill, name);
    }

    /// How a token is called where it must not be told.
    static String name(Secret token) {
        return hash(token).substring(0, 12);
    }

    static String hash(Secret token) {
        return Sha256.hex(token.revealText().getBytes(StandardCharsets.UTF_8));
    }

    /// Forgets what nobody can mean any more.
    void prune(Instant now) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            for (Path made :
                    all.filter(f -> f.getFileName().toString().endsWith(MADE)).toList()) {
                Json.Obj facts = Json.parseObject(Files.readAllBytes(made), MOST_FILE_BYTES);
                Instant over = facts.instant("until").plus(facts.bool("drill") ? DRILL_KEPT : KEPT);
                if (now.isAfter(over)) {
                    String hash = made.getFileName().toString().replace(MADE, "");
                    // The token itself first: without it, what says that it was used matters no more.
                    Files.delete(made);
                    Files.deleteIfExists(directory.resolve(hash + USED));
                }
            }
        }
    }
}
