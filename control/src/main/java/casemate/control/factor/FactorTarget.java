package casemate.control.factor;

import casemate.base.Actor;
import casemate.base.Ids;
import casemate.base.Secret;
import casemate.base.UserId;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.SignUp;
import casemate.control.field.ColumnSeal;
import casemate.control.web.Language;
import casemate.promise.Target;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Where the drill of ACC-5 tries its codes: a canary's account among the real ones, or a table of its own
/// in which codes are right again and again.
///
/// @param person whose generators the drill sets up
/// @param steps what sign-in says of itself; the twin has no sign-in
/// @param end takes it all away
record FactorTarget(Generators generators, UserId person, List<SecondStep> steps, Runnable end) implements Target {
    /// Under these addresses nobody but this drill has an account.
    private static final String CANARIES = "factor-%@drill" + Email.NOWHERE;

    private static final Actor DRILL = new Actor.Program("drills");
    private static final int CHANCE_BYTES = 18;

    static FactorTarget real(
            Generators generators, Accounts accounts, SecureRandom chance, Supplier<List<SecondStep>> steps) {
        // Also those of a run that was killed.
        accounts.removeCanaries(CANARIES, DRILL);
        Email email = new Email(CANARIES.replace("%", random(chance)));
        UserId person = accounts.createCustomer(
                        new SignUp(email, Secret.of(random(chance)), Language.EN, Details.none()), DRILL)
                .person();
        return new FactorTarget(generators, person, steps.get(), () -> accounts.removeCanaries(CANARIES, DRILL));
    }

    static FactorTarget twin(DataSource dataSource, ColumnSeal seal, Ids ids, Clock clock) {
        try {
            Connection connection = dataSource.getConnection();
            SingleConnectionDataSource one = new SingleConnectionDataSource(connection, true);
            JdbcClient jdbc = JdbcClient.create(one);
            jdbc.sql("CREATE TEMPORARY TABLE generator (LIKE factor.generator INCLUDING ALL)")
                    .update();
            Generators forgetful = new Generators(
                    new GeneratorTable(jdbc, "pg_temp"),
                    seal,
                    false,
                    new TransactionTemplate(new JdbcTransactionManager(one)),
                    ids,
                    clock);
            return new FactorTarget(forgetful, ids.user(), List.of(), () -> end(connection));
        } catch (SQLException e) {
            throw new IllegalStateException("no connection for the twin", e);
        }
    }

    /// Whether sign-in asks a customer's person for more than the password now.
    boolean asked() {
        return steps.stream().anyMatch(s -> s.asks(person, false));
    }

    @Override
    public void close() {
        end.run();
    }

    /// The connection goes back to its pool without the twin's table.
    private static void end(Connection connection) {
        try (connection;
                var statement = connection.createStatement()) {
            statement.execute("DISCARD TEMP");
        } catch (SQLException e) {
            throw new IllegalStateException("the twin could not be taken down", e);
        }
    }

    private static String random(SecureRandom chance) {
        byte[] bytes = new byte[CHANCE_BYTES];
        chance.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
