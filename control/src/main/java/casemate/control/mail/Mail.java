package casemate.control.mail;

import casemate.base.Ids;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The door of this room: posts letters in the caller's transaction, so that a letter is sent exactly when its
/// change was made.
public final class Mail {
    private final MailTable table;
    private final LetterWriter writer;
    private final Ids ids;
    private final Clock clock;
    private final boolean sends;

    Mail(MailTable table, LetterWriter writer, Ids ids, Clock clock, boolean sends) {
        this.table = table;
        this.writer = writer;
        this.ids = ids;
        this.clock = clock;
        this.sends = sends;
    }

    /// The same door with an outbox of its own in temporary tables of one connection: for the sabotaged twin of a
    /// drill.
    public Mail fleeting(JdbcClient connection) {
        connection
                .sql("CREATE TEMPORARY TABLE message (LIKE mail.message INCLUDING ALL)")
                .update();
        return new Mail(new MailTable(connection, "pg_temp"), writer, ids, clock, false);
    }

    /// Writes a letter into the outbox.
    public void post(Letter letter) {
        Instant now = clock.instant();
        table.add(ids.make("msg"), letter.to(), writer.write(letter), now);
    }

    /// Takes away whatever was written to a drill's canaries.
    ///
    /// @param like a pattern of SQL's LIKE
    public void withdrawLike(String like) {
        table.deleteTo(like);
    }

    /// The newest first.
    ///
    /// @param before the smallest id already seen; empty to begin
    public List<Message> page(String before, int size) {
        return table.page(before, size);
    }

    public Optional<Message> find(String id) {
        return table.find(id);
    }

    /// Whether a relay takes our mail; if not, the console shows it.
    public boolean sends() {
        return sends;
    }
}
