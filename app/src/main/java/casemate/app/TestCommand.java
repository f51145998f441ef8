package casemate.app;

import casemate.base.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `casemate test`: what CI runs.
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = "Runs the tests of the whole house, or of one module with what it stands on.")
final class TestCommand implements Callable<Integer> {
    /// Most tests wait for other processes; more modules at once than this would starve those that watch the clock.
    private static final String MODULES_AT_ONCE = "2";

    @Parameters(arity = "0..1", paramLabel = "MODULE", description = "Such as edge; all when left out.")
    private @Nullable String module;

    @Option(names = "--no-install", description = "Name the missing packages instead of installing them.")
    private boolean noInstall;

    private final Surroundings surroundings;

    TestCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        // Up to the jars, as the launcher's own build: another phase would see other class paths and compile all anew.
        List<String> arguments = new ArrayList<>(List.of("-T", MODULES_AT_ONCE, "--fail-at-end", "package"));
        if (module != null) {
            if (!module.matches("[a-z-]+")
                    || !Files.exists(surroundings.root().resolve(module).resolve("pom.xml"))) {
                throw Refusal.invalid("module-unknown", "There is no module " + module + "; ls */pom.xml names them.");
            }
            arguments.addAll(List.of("-pl", module, "-am"));
        }
        DebianPackages packages = new DebianPackages(surroundings);
        packages.ensure(packages::missingToTest, !noInstall);
        return new MavenRun(surroundings).run(arguments);
    }
}
