package casemate.vault.strongroom;

import casemate.base.DurableFile;
import casemate.base.Refusal;
import casemate.base.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/// What lies in a strongroom's directory: two sealed files that nobody here can open, tokens as hashes, alarms, and the
/// one key that this place is known by.
public final class StrongroomFiles {
    /// What somebody else issued: put there by the operator, sealed on the live server.
    public static final String GATEWAYS = "gateways.sealed";

    /// What the live server rotates.
    static final String PASSWORDS = "passwords.sealed";

    private static final String TOKENS = "tokens";
    private static final String BEFORE = "passwords.before";
    private static final String SESSION = "session";
    private static final int MOST_BYTES = 64 << 10;
    private static final int SESSION_BYTES = 32;
    private static final Duration DRILL_LIFE = Duration.ofMinutes(5);

    private final Path directory;
    private final SecureRandom chance;
    private final Clock clock;
    private final OneTimeTokens tokens;
    private final AlarmBook alarms;

    private StrongroomFiles(Path directory, SecureRandom chance, Clock clock) throws IOException {
        this.directory = directory;
        this.chance = chance;
        this.clock = clock;
        this.tokens = new OneTimeTokens(directory.resolve(TOKENS), chance);
        this.alarms = new AlarmBook(directory.resolve("alarms.jsonl"));
    }

    /// Opens the directory, making it when it is not there.
    public static StrongroomFiles open(Path directory, SecureRandom chance, Clock clock) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        return new StrongroomFiles(directory, chance, clock);
    }

    /// A new token for one deployment, made beside a server that may run.
    public static Secret token(Path directory, Duration life, SecureRandom chance, Clock clock) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw Refusal.notFound("strongroom-none", "There is no strongroom in " + directory + "; give its --dir.");
        }
        return new OneTimeTokens(directory.resolve(TOKENS), chance).make(clock.instant(), life, false);
    }

    Path directory() {
        return directory;
    }

    /// A token that opens nothing but a word that its drill knows.
    Secret drillToken() throws IOException {
        // Here and not by the command line, which may run at the same time.
        tokens.prune(clock.instant());
        return tokens.make(clock.instant(), DRILL_LIFE, true);
    }

    /// @return whether it opens, and what for; a refusal is an alarm, on the disk when this returns
    OneTimeTokens.Shown show(Secret token, String peer) throws IOException {
        Instant now = clock.instant();
        OneTimeTokens.Shown shown = tokens.use(token, now, peer);
        switch (shown.outcome()) {
            case OPENS -> {}
            case SECOND_USE -> alarms.raise(now, Alarm.Why.SECOND_USE, shown.name(), peer, shown.drill());
            case EXPIRED -> alarms.raise(now, Alarm.Why.EXPIRED, shown.name(), peer, shown.drill());
            case UNKNOWN -> alarms.raise(now, Alarm.Why.UNKNOWN, shown.name(), peer, shown.drill());
        }
        return shown;
    }

    /// From now on this deployment alone may put passwords here: an older one that still runs must not undo it.
    Secret beginSession() throws IOException {
        byte[] random = new byte[SESSION_BYTES];
        chance.nextBytes(random);
        Secret session = Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        DurableFile.write(
                directory.resolve(SESSION), OneTimeTokens.hash(session).getBytes(StandardCharsets.US_ASCII));
        return session;
    }

    boolean isSession(Secret shown) throws IOException {
        Path file = directory.resolve(SESSION);
        return Files.exists(file)
                && MessageDigest.isEqual(
                        Files.readAllBytes(file), OneTimeTokens.hash(shown).getBytes(StandardCharsets.US_ASCII));
    }

    byte[] passwords() throws IOException {
        return read(PASSWORDS);
    }

    byte[] gateways() throws IOException {
        return read(GATEWAYS);
    }

    /// On the disk when this returns; the one before is kept beside it.
    synchronized void put(byte[] sealed) throws IOException {
        if (sealed.length == 0 || sealed.length > MOST_BYTES) {
            throw Refusal.invalid("sealed-size", "Sealed passwords have 1 to " + MOST_BYTES + " bytes.");
        }
        byte[] before = passwords();
        if (before.length > 0) {
            DurableFile.write(directory.resolve(BEFORE), before);
        }
        DurableFile.write(directory.resolve(PASSWORDS), sealed);
    }

    List<Alarm> alarmsAfter(long number) {
        return alarms.after(number);
    }

    private byte[] read(String name) throws IOException {
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            return new byte[0];
        }
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException(name + " is larger than " + MOST_BYTES + " bytes");
            }
            return bytes;
        }
    }
}
