package casemate.control;

import casemate.promise.Drill;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;

/// The door of this program: decides what should be true, and serves the portal, the console and the API on one
/// loopback port.
public final class Control implements AutoCloseable {
    private final AnnotationConfigServletWebServerApplicationContext context;

    private Control(AnnotationConfigServletWebServerApplicationContext context) {
        this.context = context;
    }

    /// Brings the database up to date, then serves until closed.
    public static Control start(ControlConfig config) {
        migrate(config);
        var context = new AnnotationConfigServletWebServerApplicationContext();
        context.setDisplayName("control");
        context.registerBean(ControlConfig.class, () -> config);
        context.register(Rooms.class);
        context.refresh();
        return new Control(context);
    }

    /// Where portal, console and API answer on the loopback address.
    public int port() {
        return Objects.requireNonNull(context.getWebServer(), "refreshed").getPort();
    }

    /// The drills of this program's own promises.
    public List<Drill<?>> drills() {
        return context.getBeanProvider(Drill.class)
                .orderedStream()
                .<Drill<?>>map(d -> d)
                .toList();
    }

    @Override
    public void close() {
        context.close();
    }

    /// What a room offers to the assembly; the typed methods above it are for everybody else.
    <T> T door(Class<T> type) {
        return context.getBean(type);
    }

    private static void migrate(ControlConfig config) {
        Flyway.configure()
                .dataSource(
                        config.jdbcUrl(),
                        config.owner().user(),
                        config.owner().password().revealText())
                .locations("classpath:db/migration")
                .schemas("flyway")
                .defaultSchema("flyway")
                .validateMigrationNaming(true)
                .outOfOrder(true)
                .load()
                .migrate();
    }
}
