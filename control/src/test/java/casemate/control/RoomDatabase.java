package casemate.control;

import casemate.base.Secret;
import casemate.testkit.TestDatabase;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// A room's database without the rest of the program: real PostgreSQL, the migrations, and exactly the rights that the
/// running program has.
public final class RoomDatabase implements AutoCloseable {
    private static final String OWNER = "control_migrations";
    private static final String RUNTIME = "casemate_control";
    private static final Secret PASSWORD = Secret.of("for tests only");
    private static final int CONNECTIONS = 4;

    private final HikariDataSource pool;

    private RoomDatabase(HikariDataSource pool) {
        this.pool = pool;
    }

    public static RoomDatabase open(TestDatabase database) {
        database.server().ensureRole(OWNER, PASSWORD);
        database.server().ensureRole(RUNTIME, PASSWORD);
        String name = database.name() + "_room";
        database.server().ensureDatabase(name, OWNER);
        String url = database.server().jdbcUrl(name);
        Flyway.configure()
                .dataSource(url, OWNER, PASSWORD.revealText())
                .locations("classpath:db/migration")
                .schemas("flyway")
                .load()
                .migrate();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(RUNTIME);
        config.setPassword(PASSWORD.revealText());
        config.setMaximumPoolSize(CONNECTIONS);
        return new RoomDatabase(new HikariDataSource(config));
    }

    public JdbcClient jdbc() {
        return JdbcClient.create(pool);
    }

    public JdbcTransactionManager transactions() {
        return new JdbcTransactionManager(pool);
    }

    public TransactionTemplate transaction() {
        return new TransactionTemplate(transactions());
    }

    @Override
    public void close() {
        pool.close();
    }
}
