package casemate.promise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// What keeps each promise, from the table beside this class, held against the source of the whole house: no drill is
/// left out, and nothing is named that is not there.
final class DrillSources {
    /// A class that is a drill itself; what several share is not one.
    private static final Pattern DRILL =
            Pattern.compile("(?<!abstract class EdgeDrill )implements Drill<|extends EdgeDrill ");

    /// One line of the table.
    record Found(PromiseId promise, String control, String type, String name, String test, ProofKind proof) {
        static Found of(String line) {
            List<String> parts =
                    Arrays.stream(line.split("\\|")).map(String::strip).toList();
            assertThat(parts).as(line).hasSize(6);
            return new Found(
                    new PromiseId(parts.get(0)),
                    parts.get(1),
                    parts.get(2),
                    parts.get(3),
                    parts.get(4),
                    LeafFields.constant(ProofKind.class, parts.get(5)));
        }
    }

    private final Map<String, String> main;
    private final Map<String, String> tests;
    private final List<Found> table;

    DrillSources(House house) throws IOException {
        this.main = texts(house.sources("main"));
        this.tests = texts(house.sources("test"));
        this.table = table();
    }

    /// By promise, in the table's order.
    Map<PromiseId, List<Found>> all() {
        Map<PromiseId, List<Found>> all = new TreeMap<>();
        table.forEach(
                f -> all.computeIfAbsent(f.promise(), _ -> new ArrayList<>()).add(f));
        return all;
    }

    /// Fails where table and source disagree.
    void agree() {
        for (Found found : table) {
            assertThat(Catalogue.ids()).contains(found.promise());
            assertThat(main).as("controls").containsKey(found.control());
            assertThat(tests).as("tests").containsKey(found.test());
            assertThat(main).as("drills").containsKey(found.type());
            assertThat(main.get(found.type()))
                    .as(found.type())
                    .containsPattern(DRILL)
                    .contains("\"" + found.name() + "\"");
        }
        TreeSet<String> inSource = new TreeSet<>();
        main.forEach((type, text) -> {
            if (DRILL.matcher(text).find()) {
                inSource.add(type);
            }
        });
        assertThat(table.stream().map(Found::type))
                .as("drills in kept-by.txt beside those in the source")
                .containsAll(inSource);
    }

    private static List<Found> table() throws IOException {
        try (InputStream in = Objects.requireNonNull(DrillSources.class.getResourceAsStream("kept-by.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Found::of)
                    .toList();
        }
    }

    /// By the name of the class; of two with one name, both texts.
    private static Map<String, String> texts(List<Path> files) throws IOException {
        Map<String, String> texts = new HashMap<>();
        for (Path file : files) {
            String type = String.valueOf(file.getFileName()).replace(".java", "");
            texts.merge(type, Files.readString(file), String::concat);
        }
        return texts;
    }
}
