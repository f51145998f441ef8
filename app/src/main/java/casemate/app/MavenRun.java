package casemate.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs the project's own Maven with this JDK, its output on our terminal.
final class MavenRun {
    private final Surroundings surroundings;

    MavenRun(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    int run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("./mvnw", "-ntp", "-B"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(surroundings.root().toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process maven = builder.start();
        try {
            return maven.waitFor() == 0 ? CommandLines.DONE : CommandLines.FAILED;
        } finally {
            maven.destroy();
        }
    }
}
