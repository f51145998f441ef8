package casemate.control;

import casemate.testkit.TestDatabase;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands one running control with its fixtures to all test classes of a room: the first of them starts it, and it
/// ends after the last test of all. What such classes do must not be in one another's way.
public final class SharedHouses implements ParameterResolver {
    private static final ExtensionContext.Namespace HOUSES = ExtensionContext.Namespace.create(SharedHouses.class);

    /// A control and what tests need around it. Has a constructor of a [TestDatabase] and a directory.
    public interface House extends AutoCloseable {
        @Override
        void close();
    }

    private record Lent(House house, TestDatabase database, ExtensionContext context, Path directory)
            implements AutoCloseable {
        @Override
        public void close() throws IOException {
            house.close();
            database.afterAll(context);
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return House.class.isAssignableFrom(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        ExtensionContext.Store store = context.getRoot().getStore(HOUSES);
        Lent lent = store.get(type, Lent.class);
        if (lent == null) {
            lent = lend(type, context.getRoot());
            store.put(type, lent);
        }
        return lent.house();
    }

    /// The database first, so that it goes last.
    private static Lent lend(Class<?> type, ExtensionContext root) {
        TestDatabase database = TestDatabase.empty();
        database.beforeAll(root);
        try {
            Path directory = Files.createTempDirectory("casemate-house-");
            Constructor<?> maker = type.getDeclaredConstructor(TestDatabase.class, Path.class);
            maker.setAccessible(true);
            Object house = maker.newInstance(database, directory);
            return new Lent((House) house, database, root, directory);
        } catch (ReflectiveOperationException | IOException e) {
            throw new IllegalStateException("no " + type, e);
        }
    }
}
