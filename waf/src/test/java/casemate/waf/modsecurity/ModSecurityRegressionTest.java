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
    @Test
    void casesWithinScopeComeOutAsInModSecurity() throws Exception {
        String told = System.getProperty("casemate.modsecurity");
        Assumptions.assumeTrue(told != null, "-Dcasemate.modsecurity names ModSecurity's test/test-cases");
        Path directory = Path.of(String.valueOf(told)).resolve("regression");
        RegressionRun run = new RegressionRun(directory.resolve("../.."));
        Map<String, Integer> counts = new TreeMap<>();
        List<String> different = new ArrayList<>();
        for (RegressionCase c : cases(directory)) {
            Outcome outcome = run.run(c);
            String kind = switch (outcome) {
                case Outcome.Passed _ -> "passed";
                case Outcome.OutOfScope(String why) -> "out of scope: " + why;
                case Outcome.Different(String how) -> {
                    different.add(c.id() + "\n    " + how.replace("\n", " "));
                    yield "different";
                }
            };
            counts.merge(kind, 1, Integer::sum);
        }
        report(counts, different);
        assertThat(counts.getOrDefault("passed", 0)).isGreaterThan(300);
        assertThat(different).isEmpty();
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
