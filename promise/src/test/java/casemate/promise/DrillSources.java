package casemate.promise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds drills, their controls and their tests in the source of the whole house: what stands there cannot be
/// forgotten in a table.
final class DrillSources {
    private static final Pattern DRILL = Pattern.compile("class (\\w+) implements Drill<");
    private static final Pattern OWN_ID = Pattern.compile("new PromiseId\\(\"([A-Z]{3}-[0-9]{1,2})\"\\)");
    private static final Pattern ANY_ID = Pattern.compile("\\b([A-Z]{3}-[1-9][0-9]?)\\b");
    private static final Pattern NAME = Pattern.compile("String name\\(\\) \\{\\s*return \"([a-z0-9-]+)\"");
    private static final Pattern PROOF = Pattern.compile("return ProofKind\\.([A-Z_]+);");

    /// One drill as its source tells it.
    ///
    /// @param controls classes of its module that say `The control of EDG-2.`; its package when none does
    /// @param tests classes that name it, or else its promise
    record Found(
            PromiseId promise, String type, String name, ProofKind proof, List<String> controls, List<String> tests) {}

    private final Map<Path, String> main;
    private final Map<Path, String> tests;

    DrillSources(House house) throws IOException {
        this.main = texts(house, house.sources("main"));
        this.tests = texts(house, house.sources("test"));
    }

    /// By promise, then by name.
    Map<PromiseId, List<Found>> all() {
        Map<PromiseId, List<Found>> all = new TreeMap<>();
        main.forEach((path, text) -> {
            Matcher drill = DRILL.matcher(text);
            if (drill.find()) {
                Found found = read(path, text, drill.group(1));
                all.computeIfAbsent(found.promise(), _ -> new ArrayList<>()).add(found);
            }
        });
        return all;
    }

    private Found read(Path path, String text, String type) {
        PromiseId id = first(OWN_ID, text)
                .or(() -> first(ANY_ID, text))
                .map(PromiseId::new)
                .orElseThrow(() -> new AssertionError(path + " does not say which promise it attacks"));
        return new Found(
                id,
                type,
                first(NAME, text).orElse(type),
                first(PROOF, text).map(ProofKind::valueOf).orElse(ProofKind.INSIDE_PROBE),
                controls(path, id),
                runBy(path, type, id));
    }

    private List<String> controls(Path drill, PromiseId id) {
        List<String> said = naming(main, drill, Pattern.compile("The control of " + id + "\\b(?! switched off)"));
        String room =
                String.valueOf(drill.getParent()).replaceAll(".*/java/", "").replace('/', '.');
        return said.isEmpty() ? List.of(room) : said;
    }

    private List<String> runBy(Path drill, String type, PromiseId id) {
        List<String> byName = naming(tests, drill, Pattern.compile("\\b" + type + "\\b"));
        return byName.isEmpty() ? naming(tests, drill, Pattern.compile("\\b" + id + "\\b")) : byName;
    }

    /// Classes of the drill's own module whose source says this.
    private static List<String> naming(Map<Path, String> sources, Path drill, Pattern said) {
        return sources.entrySet().stream()
                .filter(e -> e.getKey().getName(0).equals(drill.getName(0)))
                .filter(e ->
                        !e.getKey().equals(drill) && said.matcher(e.getValue()).find())
                .map(e -> String.valueOf(e.getKey().getFileName()).replace(".java", ""))
                .distinct()
                .sorted()
                .toList();
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher m = pattern.matcher(text);
        return m.find() ? Optional.of(m.group(1)) : Optional.empty();
    }

    /// By path within the house; this module only names the promises.
    private static Map<Path, String> texts(House house, List<Path> files) throws IOException {
        Map<Path, String> texts = new TreeMap<>();
        for (Path file : files) {
            Path relative = house.root().relativize(file);
            if (!relative.startsWith("promise")) {
                texts.put(relative, Files.readString(file));
            }
        }
        return texts;
    }
}
