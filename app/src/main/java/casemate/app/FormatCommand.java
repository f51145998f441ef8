package casemate.app;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `casemate format`: the formatter's word is final.
@Command(
        name = "format",
        mixinStandardHelpOptions = true,
        description = "Formats the Java sources as the build asks for.")
final class FormatCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    FormatCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return new MavenRun(surroundings).run(List.of("-q", "spotless:apply"));
    }
}
