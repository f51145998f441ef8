package casemate.control;

import casemate.base.Secret;
import casemate.control.mail.SmtpRelay;
import casemate.control.web.EdgePlace;
import casemate.control.web.Language;
import casemate.ledger.Ledger;
import casemate.ledger.LogSigner;
import casemate.promise.PromiseId;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// Control as it runs in production, on a database of its own: real PostgreSQL, the migrations and their grants, a real
/// socket.
public final class TestControl implements AutoCloseable {
    public static final String DOMAIN = "casemate.localhost";
    public static final Secret TOKEN = Secret.of("the token of the test");
    /// Not a superuser: migrations need no more than to own the database.
    private static final String OWNER = "control_migrations";
    private static final String RUNTIME = "casemate_control";
    private static final Secret PASSWORD = Secret.of("for tests only");

    private final Control control;
    private final Ledger ledger;
    private final ControlConfig config;

    private TestControl(Control control, Ledger ledger, ControlConfig config) {
        this.control = control;
        this.ledger = ledger;
        this.config = config;
    }

    public static TestControl start(TestDatabase database, Path directory) {
        return start(database, directory, Clock.systemUTC());
    }

    public static TestControl start(TestDatabase database, Path directory, Clock clock) {
        return start(database, directory, clock, c -> c);
    }

    public static TestControl start(
            TestDatabase database, Path directory, Clock clock, UnaryOperator<ControlConfig> change) {
        Browser.allowHosts();
        database.server().ensureRole(OWNER, PASSWORD);
        database.server().ensureRole(RUNTIME, PASSWORD);
        String name = database.name() + "_control";
        database.server().ensureDatabase(name, OWNER);
        Ledger ledger = Ledger.open(
                directory.resolve("ledger"),
                LogSigner.openOrGenerate(directory.resolve("ledger.key"), "casemate.localhost"));
        ControlConfig config = change.apply(new ControlConfig(
                database.server().jdbcUrl(name),
                new DatabaseLogin(OWNER, PASSWORD),
                new DatabaseLogin(RUNTIME, PASSWORD),
                DOMAIN,
                EdgePlace.shared(443),
                0,
                directory,
                TOKEN,
                List.of(Language.values()),
                Optional.empty(),
                ledger,
                Set.of(),
                clock));
        return new TestControl(Control.start(config), ledger, config);
    }

    /// The configuration with a control switched off.
    public static UnaryOperator<ControlConfig> without(PromiseId promise) {
        return c -> with(c, c.relay(), c.outside(), Set.of(promise));
    }

    /// With providers on this machine.
    public static UnaryOperator<ControlConfig> privateProviders() {
        return c -> with(c, c.relay(), c.outside().withPrivateProviders(), c.switchedOff());
    }

    /// The configuration with a mail relay.
    public static UnaryOperator<ControlConfig> relay(SmtpRelay relay) {
        return c -> with(c, Optional.of(relay), c.outside(), c.switchedOff());
    }

    /// The configuration with something to ask.
    public static UnaryOperator<ControlConfig> outside(Outside outside) {
        return c -> with(c, c.relay(), outside, c.switchedOff());
    }

    private static ControlConfig with(
            ControlConfig c, Optional<SmtpRelay> relay, Outside outside, Set<PromiseId> switchedOff) {
        return new ControlConfig(
                c.jdbcUrl(),
                c.owner(),
                c.runtime(),
                c.domain(),
                c.edge(),
                c.port(),
                c.keys(),
                c.apiToken(),
                c.languages(),
                relay,
                c.ledger(),
                outside,
                switchedOff,
                c.clock());
    }

    public Control control() {
        return control;
    }

    /// A bean of the running program.
    public <T> T door(Class<T> type) {
        return control.door(type);
    }

    public Browser browser(String label) {
        return new Browser(control.port(), label + "." + DOMAIN);
    }

    /// Connections with exactly the rights that the running program has.
    public DataSource runtime() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(config.jdbcUrl());
        source.setUser(RUNTIME);
        source.setPassword(PASSWORD.revealText());
        return source;
    }

    /// Connections with the rights of whoever runs migrations: for planting what older releases left.
    public DataSource owner() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(config.jdbcUrl());
        source.setUser(OWNER);
        source.setPassword(PASSWORD.revealText());
        return source;
    }

    @Override
    public void close() {
        control.close();
        ledger.close();
    }
}
