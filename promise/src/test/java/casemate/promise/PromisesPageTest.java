package casemate.promise;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.promise.DrillSources.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `PROMISES.md` is written by this test, run with `-Dcasemate.update=true`, and must be current otherwise.
class PromisesPageTest {
    private static final House HOUSE = House.find();
    private static final String HEAD = """
            # Promises

            <!-- Written by PromisesPageTest from kept-by.txt; after a change: ./mvnw -pl promise -am test -Dtest=PromisesPageTest \\
                 -Dsurefire.failIfNoSpecifiedTests=false -Dcasemate.update=true -->

            Every promise that Casemate knows, with the sentence of the default policy (`policies/casemate.yaml`), the
            control that keeps it, the drill that tries to break it, the test that shows the drill green on the real
            thing and red on its sabotaged twin, and the kind of proof. **A promise without a drill or a valid
            attestation is shown as unproved**, whatever the policy says.

            """;

    @Test
    void the_table_of_drills_agrees_with_the_source() throws IOException {
        new DrillSources(HOUSE).agree();
    }

    @Test
    void the_page_of_promises_is_current() throws IOException {
        String page = page(new DrillSources(HOUSE).all());
        Path file = HOUSE.file("PROMISES.md");
        if (Boolean.getBoolean("casemate.update")) {
            Files.writeString(file, page);
        }
        assertThat(Files.readString(file))
                .as("PROMISES.md is out of date; its head says how to write it anew")
                .isEqualTo(page);
    }

    private static String page(Map<PromiseId, List<Found>> drills) throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        List<Entry> entries = ShippedPoliciesTest.policy("casemate").inOrder();
        long drilled = entries.stream().filter(e -> drills.containsKey(e.id())).count();
        page.append("Promises: ")
                .append(entries.size())
                .append(". With a drill: ")
                .append(drilled);
        page.append(". None yet: ").append(entries.size() - drilled).append(".\n");
        String area = "";
        for (Entry entry : entries) {
            String own = area(entry);
            if (!own.equals(area)) {
                area = own;
                page.append("\n## ").append(area).append("\n\n");
                page.append("| id | promise | control | drill | test | proof |\n|---|---|---|---|---|---|\n");
            }
            page.append(row(entry, drills.getOrDefault(entry.id(), List.of())));
        }
        return page.toString();
    }

    private static String row(Entry entry, List<Found> drills) {
        String sentence = Objects.requireNonNull(entry.said().get(Language.EN)).replace("|", "\\|");
        String head = "| " + entry.id() + " | " + sentence + " | ";
        if (drills.isEmpty()) {
            boolean person = Catalogue.row(entry.promise().getClass()).shown() == Row.Way.ATTESTATION;
            return head
                    + (person
                            ? "— | none: a person attests it | — | none yet → unproved |\n"
                            : "— | none yet | — | none yet → unproved |\n");
        }
        return head + code(drills.stream().map(Found::control)) + " | "
                + drills.stream().map(d -> "`" + d.type() + "`: " + d.name()).collect(Collectors.joining(", "))
                + " | " + code(drills.stream().map(Found::test)) + " | "
                + drills.stream().map(d -> d.proof().in(Language.EN)).distinct().collect(Collectors.joining(", "))
                + " |\n";
    }

    private static String code(Stream<String> names) {
        return names.distinct().map(n -> "`" + n + "`").collect(Collectors.joining(", "));
    }

    /// `WatchPromise` as `Watch`.
    private static String area(Entry entry) {
        return entry.promise().getClass().getInterfaces()[0].getSimpleName().replace("Promise", "");
    }
}
