package casemate.control.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A copy as its customer opens it: by stock tools alone.
final class Unpacked {
    private static final int TOOL_SECONDS = 60;

    private final Path directory;

    private Unpacked(Path directory) {
        this.directory = directory;
    }

    static Path fetched(Exports.File file, Path directory) throws IOException {
        Path path = Files.createDirectories(directory).resolve(file.name());
        try (OutputStream out = Files.newOutputStream(path)) {
            file.into(out);
        }
        assertThat(Files.size(path)).isEqualTo(file.bytes());
        return path;
    }

    static Unpacked of(Path zip) throws IOException, InterruptedException {
        Path into = Files.createDirectories(zip.resolveSibling(zip.getFileName() + ".d"));
        run(into, List.of("unzip", "-q", zip.toAbsolutePath().toString()));
        run(into, List.of("sha256sum", "--check", "--strict", "--quiet", Bundle.SUMS));
        return new Unpacked(into);
    }

    String text(String name) throws IOException {
        return Files.readString(directory.resolve(name), StandardCharsets.UTF_8);
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /// All files, by name.
    List<String> names() throws IOException {
        try (var all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .map(f -> directory.relativize(f).toString())
                    .sorted()
                    .toList();
        }
    }

    static String run(Path directory, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", command, said).isZero();
        return said;
    }
}
