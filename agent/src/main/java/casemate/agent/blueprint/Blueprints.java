package casemate.agent.blueprint;

import casemate.base.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All blueprints of a directory, read and checked once.
public final class Blueprints {
    /// A directory with more files than this is not one of blueprints.
    private static final int MAX_FILES = 200;

    private final Map<String, Blueprint> byName;

    private Blueprints(Map<String, Blueprint> byName) {
        this.byName = byName;
    }

    /// @throws Refusal when a file is malformed, misnamed, or there is none
    public static Blueprints read(Path directory) {
        Map<String, Blueprint> found = new TreeMap<>();
        for (Path file : files(directory)) {
            Blueprint blueprint = BlueprintFile.read(file.toString(), bytes(file));
            if (!file.getFileName().toString().equals(blueprint.name() + ".yaml")) {
                throw Refusal.invalid(
                        "blueprint-misnamed",
                        file + " holds the blueprint " + blueprint.name() + "; name the file after it.");
            }
            found.put(blueprint.name(), blueprint);
        }
        if (found.isEmpty()) {
            throw Refusal.invalid("blueprints-missing", directory + " holds no blueprint (a file NAME.yaml).");
        }
        return new Blueprints(found);
    }

    public List<Blueprint> all() {
        return List.copyOf(byName.values());
    }

    /// @throws Refusal `blueprint-unknown`
    public Blueprint get(String name) {
        Blueprint found = byName.get(name);
        if (found == null) {
            throw Refusal.notFound(
                    "blueprint-unknown",
                    "There is no blueprint " + name + "; known are " + String.join(", ", byName.keySet()) + ".");
        }
        return found;
    }

    private static List<Path> files(Path directory) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*.yaml")) {
            for (Path file : stream) {
                files.add(file);
                if (files.size() > MAX_FILES) {
                    throw Refusal.invalid("blueprints-too-many", directory + " holds more than 200 blueprints.");
                }
            }
            return files;
        } catch (IOException e) {
            throw Refusal.notFound("blueprints-missing", "The directory " + directory + " cannot be read.");
        }
    }

    private static byte[] bytes(Path file) {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(BlueprintFile.MAX_BYTES + 1);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
