package casemate.control.account;

import casemate.base.Ids;
import casemate.control.audit.Audit;
import casemate.control.field.Fields;
import casemate.control.mail.Mail;
import casemate.control.password.Passwords;
import casemate.control.password.Verifiers;
import casemate.control.spam.SpamCheck;
import casemate.control.web.Site;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Builds the sabotaged twin: the same doors over temporary tables of one connection, with fast hashes instead
/// of verifiers. Nothing of it is ever seen outside that connection.
final class PasswordTwin implements Supplier<PasswordTarget> {
    private final DataSource dataSource;
    private final Mail mail;
    private final Fields fields;
    private final Ids ids;
    private final SecureRandom chance;
    private final Clock clock;
    private final Site site;

    PasswordTwin(
            DataSource dataSource, Mail mail, Fields fields, Ids ids, SecureRandom chance, Clock clock, Site site) {
        this.dataSource = dataSource;
        this.mail = mail;
        this.fields = fields;
        this.ids = ids;
        this.chance = chance;
        this.clock = clock;
        this.site = site;
    }

    @Override
    public PasswordTarget get() {
        return on(connection -> over(connection, fields));
    }

    /// The twin of EDG-7: the same doors, and nobody looks for spam.
    SpamTarget withoutSpamCheck(SpamCheck off) {
        return on(connection -> {
            JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            PasswordTarget twin = over(connection, fields);
            return new SpamTarget(
                    off,
                    twin.signUps(),
                    email -> new SignupTable(jdbc, "pg_temp", fields).count(email) > 0,
                    twin.withdraw(),
                    twin.end());
        });
    }

    /// The twin of ACC-1: the same doors, and a table that notes the browser of whoever becomes a customer.
    SignUpTarget keepingMore() {
        return on(connection -> {
            PasswordTarget twin = over(connection, fields);
            JdbcClient.create(new SingleConnectionDataSource(connection, true))
                    .sql("ALTER TABLE pg_temp.customer ADD COLUMN browser text DEFAULT 'Firefox 141 on Linux'")
                    .update();
            return new SignUpTarget(twin.signUps(), twin.accounts(), twin.rest(), twin.withdraw(), twin.end());
        });
    }

    /// The twin of CRY-2: the same doors, and what is sensitive lies there as it is.
    FieldTarget inClear() {
        return on(connection -> {
            PasswordTarget twin = over(connection, Fields.switchedOff());
            return new FieldTarget(
                    new SignUpTarget(twin.signUps(), twin.accounts(), twin.rest(), twin.withdraw(), twin.end()),
                    new FieldsAtRest(JdbcClient.create(new SingleConnectionDataSource(connection, true)), "pg_temp"),
                    Optional.empty(),
                    Optional::empty);
        });
    }

    private <T> T on(Function<Connection, T> make) {
        try {
            Connection connection = dataSource.getConnection();
            try {
                return make.apply(connection);
            } catch (RuntimeException e) {
                end(connection);
                throw e;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("no connection for the twin", e);
        }
    }

    private PasswordTarget over(Connection connection, Fields sealing) {
        SingleConnectionDataSource one = new SingleConnectionDataSource(connection, true);
        JdbcClient jdbc = JdbcClient.create(one);
        JdbcTransactionManager manager = new JdbcTransactionManager(one);
        TransactionTemplate transactions = new TransactionTemplate(manager);
        Store store = Store.fleeting(jdbc, sealing);
        Audit audit = Audit.fleeting(jdbc, clock);
        Mail outbox = mail.fleeting(jdbc);
        Verifiers off = Verifiers.switchedOff();
        Passwords passwords = Passwords.of(List.of(), Optional.empty(), clock);
        return new PasswordTarget(
                new SignUps(store, off, passwords, audit, outbox, transactions, ids, chance, clock, site, List::of),
                new Accounts(store, off, passwords, audit, transactions, ids, clock, List::of),
                new PasswordsAtRest(jdbc, manager, true),
                outbox::withdrawLike,
                () -> end(connection));
    }

    /// The connection goes back to its pool without the twin's tables.
    private static void end(Connection connection) {
        try (connection;
                var statement = connection.createStatement()) {
            statement.execute("DISCARD TEMP");
        } catch (SQLException e) {
            throw new IllegalStateException("the twin could not be taken down", e);
        }
    }
}
