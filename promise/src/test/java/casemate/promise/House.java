package casemate.promise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The source tree that this test runs in.
record House(Path root) {
    /// Found from the module's directory, where tests run.
    static House find() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(at.resolve("policies"))) {
            at = Objects.requireNonNull(
                    at.getParent(),
                    "policies/ was not found above " + Path.of("").toAbsolutePath());
        }
        return new House(at);
    }

    Path file(String name) {
        return root.resolve(name);
    }

    byte[] policy(String name) throws IOException {
        return Files.readAllBytes(root.resolve("policies").resolve(name + ".yaml"));
    }

    /// Every Java source of one kind in all modules.
    ///
    /// @param kind `main` or `test`
    List<Path> sources(String kind) throws IOException {
        List<Path> trees;
        try (Stream<Path> modules = Files.list(root)) {
            trees = modules.map(m -> m.resolve("src").resolve(kind).resolve("java"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .toList();
        }
        List<Path> sources = new java.util.ArrayList<>();
        for (Path tree : trees) {
            try (Stream<Path> files = Files.walk(tree)) {
                files.filter(f -> f.toString().endsWith(".java")).sorted().forEach(sources::add);
            }
        }
        return sources;
    }
}
