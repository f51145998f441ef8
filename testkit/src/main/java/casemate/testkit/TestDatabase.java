package casemate.testkit;

import casemate.base.Secret;
import casemate.database.EmbeddedPostgres;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A fresh database on a real PostgreSQL: one server per test run, one database per test class when registered
/// in a static field, one per test when registered in an instance field. A prepared database is copied from a
/// template, so that migrations run once.
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    private static final String EMPTY = "empty";

    private final String template;
    private final Consumer<DataSource> prepare;
    private boolean perClass;
    private @Nullable TestServer host;
    private @Nullable String name;

    private TestDatabase(String template, Consumer<DataSource> prepare) {
        this.template = template;
        this.prepare = prepare;
    }

    public static TestDatabase empty() {
        return new TestDatabase(EMPTY, _ -> {});
    }

    /// @param template names the preparation, `[a-z0-9_]`; equal names share one
    /// @param prepare migrates the template, given as its superuser; must close every connection
    public static TestDatabase prepared(String template, Consumer<DataSource> prepare) {
        return new TestDatabase(template, prepare);
    }

    public String name() {
        return Objects.requireNonNull(name, "a test database is there while a test runs");
    }

    public String jdbcUrl() {
        return server().jdbcUrl(name());
    }

    /// Connections as the superuser.
    public DataSource owner() {
        return server().owner(name());
    }

    public String ownerName() {
        return server().ownerName();
    }

    public Secret ownerSecret() {
        return server().ownerSecret();
    }

    /// The server, for making roles.
    public EmbeddedPostgres server() {
        return Objects.requireNonNull(host, "the test server is there while a test runs")
                .server();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        perClass = true;
        make(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        drop();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (!perClass) {
            make(context);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!perClass) {
            drop();
        }
    }

    private void make(ExtensionContext context) {
        TestServer shared = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(TestDatabase.class))
                .computeIfAbsent(TestServer.class, _ -> new TestServer(), TestServer.class);
        host = shared;
        name = shared.database(template, prepare);
    }

    private void drop() {
        if (host != null && name != null) {
            host.drop(name);
        }
        name = null;
    }
}
