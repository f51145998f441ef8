package casemate.edge;

import io.netty.handler.ssl.OpenSslServerContext;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// The keys under which visitors carry their own sessions home (RFC 5077, RFC 8446 4.6.1). A key makes tickets for one
/// period and opens them for one more; then it is forgotten, and what was recorded under it stays closed. Never on
/// disk.
final class Tickets implements AutoCloseable {
    static final Duration PERIOD = Duration.ofHours(12);
    private static final int KEPT = 2;

    /// A context and its keys, the newest first.
    private record Keyed(OpenSslSessionContext sessions, List<OpenSslSessionTicketKey> keys) {}

    private final SecureRandom chance;
    private final List<Keyed> all = new CopyOnWriteArrayList<>();
    private final Thread thread = Thread.ofVirtual().name("edge-tickets").unstarted(this::run);

    Tickets(SecureRandom chance) {
        this.chance = chance;
    }

    void start() {
        thread.start();
    }

    /// Each context has keys of its own: a ticket of one listener opens nothing at another. The JDK's TLS turns its
    /// keys by itself.
    SslContext keep(SslContext context) {
        sessions(context).ifPresent(sessions -> {
            sessions.setSessionTimeout((int) PERIOD.toSeconds());
            all.add(turned(new Keyed(sessions, List.of())));
        });
        return context;
    }

    /// Forgets a context that greets nobody any more.
    void drop(SslContext context) {
        sessions(context).ifPresent(gone -> all.removeIf(one -> one.sessions().equals(gone)));
    }

    /// A new key for new tickets; the one before still opens, the one before that does not.
    void turn() {
        all.replaceAll(this::turned);
    }

    private Keyed turned(Keyed old) {
        List<OpenSslSessionTicketKey> keys = new java.util.ArrayList<>(List.of(key()));
        old.keys().stream().limit(KEPT - 1).forEach(keys::add);
        old.sessions().setTicketKeys(keys.toArray(OpenSslSessionTicketKey[]::new));
        return new Keyed(old.sessions(), keys);
    }

    private OpenSslSessionTicketKey key() {
        return new OpenSslSessionTicketKey(
                bytes(OpenSslSessionTicketKey.NAME_SIZE),
                bytes(OpenSslSessionTicketKey.HMAC_KEY_SIZE),
                bytes(OpenSslSessionTicketKey.AES_KEY_SIZE));
    }

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        chance.nextBytes(bytes);
        return bytes;
    }

    private static Optional<OpenSslSessionContext> sessions(SslContext context) {
        return context instanceof OpenSslServerContext server ? Optional.of(server.sessionContext()) : Optional.empty();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                turn();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
