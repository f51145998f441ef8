package casemate.waf.modsecurity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// By hand: `-Dcasemate.modsecurity=DIRECTORY` names a checkout's `test/test-cases`;
/// `-Dcasemate.modsecurity.report=FILE`
/// takes the list of what differs.
final class ModSecurityRegressionTest {
    /// Guards against a run that finds no cases.
    private static final int FEWEST_PASSED = 250;

    @Test
    void casesWithinScopeComeOutAsInModSecurity() throws Exception {
        String told = System.getProperty("casemate.modsecurity");
        Assumptions.assumeTrue(told != null, "-Dcasemate.modsecurity names ModSecurity's test/test-cases");
        Path directory = Path.of(String.valueOf(told)).resolve("regression");
        RegressionRun run = new RegressionRun(directory.resolve("../.."));
        Map<String, Integer> counts = new TreeMap<>();
        List<String> different = new ArrayList<>();
        List<String> differing = new ArrayList<>();
        List<String> unexpected = new ArrayList<>();
        Argued argued = Argued.read();
        for (RegressionCase c : cases(directory)) {
            Outcome outcome = run.run(c);
            String kind = switch (outcome) {
                case Outcome.Passed _ -> "passed";
                case Outcome.OutOfScope(String why) -> "out of scope: " + why;
                case Outcome.Different(String how) -> {
                    different.add(c.id() + "\n    " + how.replace("\n", " "));
                    differing.add(c.id());
                    if (!argued.explains(c.id(), how)) {
                        unexpected.add(different.getLast());
                    }
                    yield "different";
                }
            };
            counts.merge(kind, 1, Integer::sum);
        }
        report(counts, different);
        assertThat(counts.getOrDefault("passed", 0)).isGreaterThan(FEWEST_PASSED);
        assertThat(unexpected).isEmpty();
        assertThat(differing).containsExactlyInAnyOrderElementsOf(argued.cases());
    }

    private static List<RegressionCase> cases(Path directory) throws Exception {
        List<RegressionCase> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                cases.addAll(RegressionCase.of(
                        file.getFileName().toString(),
                        Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)));
            }
        }
        return cases;
    }

    private static void report(Map<String, Integer> counts, List<String> different) throws Exception {
        counts.forEach((kind, count) -> System.out.println(count + " " + kind));
        String file = System.getProperty("casemate.modsecurity.report");
        if (file != null) {
            Files.writeString(Path.of(file), String.join("\n", different) + "\n");
        }
    }
}
