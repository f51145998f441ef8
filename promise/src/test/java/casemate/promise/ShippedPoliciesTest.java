package casemate.promise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The policies that come with Casemate.
class ShippedPoliciesTest {
    private static final House HOUSE = House.find();

    private static final String GLPI_CLOUD = """
            ACC-1 ACC-2 ACC-7 BIL-1 BIL-2 INS-3 INS-4 INS-5 INS-6 EDG-1 EDG-2 EDG-3 EDG-4 EDG-5 EDG-6 EDG-7
            BAK-1 BAK-2 BAK-3 OPS-1 OPS-2 LOG-2 LOG-3 WAT-1 WAT-2 WAT-3 WAT-4 WAT-5 WAT-6 WAT-7 WAT-8 WAT-9
            WAT-11 WAT-12 REL-1 REL-4 INC-2 INC-3 PRI-1 PRI-2 PRI-4 PPL-4 MAI-1
            """;
    private static final String PINGFLOW = """
            ACC-2 ACC-3 ACC-4 ACC-6 INS-2 INS-7 EDG-2 EDG-3 EDG-4 EDG-8 CRY-1 CRY-5 BAK-1 BAK-4 BAK-6 BAK-7
            LOG-1 WAT-10 REL-2 INC-1 INC-3 INC-4 PRI-2 PRI-3 PHY-1
            """;
    private static final String VTIGER = """
            BIL-2 LIF-1 LIF-2 LIF-3 LIF-4 LIF-5 INS-1 INS-3 EDG-2 EDG-4 CRY-1 CRY-2 CRY-3 BAK-1 BAK-2 BAK-5
            LOG-1 WAT-10 WAT-11 REL-2 REL-4 INC-1 INC-3 PPL-1 PPL-3 PHY-1 POL-1
            """;
    private static final String SHARED_CONTACTS = """
            ACC-5 EDG-4 EDG-6 CRY-4 OPS-3 OPS-4 OPS-5 OPS-6 WAT-2 REL-3 PRI-5 PPL-1 PPL-2 PPL-3 PHY-1 RSK-1
            """;

    @Test
    void the_default_policy_makes_every_promise() throws IOException {
        assertThat(policy("casemate").promises().keySet()).containsExactlyInAnyOrderElementsOf(Catalogue.ids());
        String all = GLPI_CLOUD + PINGFLOW + VTIGER + SHARED_CONTACTS;
        assertThat(new TreeSet<>(Catalogue.ids())).isEqualTo(new TreeSet<>(ids(all)));
    }

    @ParameterizedTest
    @MethodSource
    void each_vendor_makes_its_own_promises_and_no_others(String name, String rows) throws IOException {
        assertThat(policy(name).inOrder().stream().map(Entry::id)).containsExactlyElementsOf(ids(rows));
    }

    static Stream<Arguments> each_vendor_makes_its_own_promises_and_no_others() {
        return Stream.of(
                Arguments.of("glpi-cloud", GLPI_CLOUD),
                Arguments.of("pingflow", PINGFLOW),
                Arguments.of("vtiger", VTIGER),
                Arguments.of("shared-contacts", SHARED_CONTACTS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"casemate", "glpi-cloud", "pingflow", "vtiger", "shared-contacts"})
    void every_sentence_stands_in_three_languages_and_tells_every_figure(String name) throws IOException {
        Policy policy = policy(name);
        assertThat(policy.languages()).containsExactly(Language.values());
        for (Entry entry : policy.inOrder()) {
            for (Language language : Language.values()) {
                Sentence sentence = Objects.requireNonNull(entry.sentences().get(language));
                assertThat(untold(entry, sentence))
                        .as("%s %s: figures that no reader sees", entry.id(), language)
                        .isEmpty();
                assertThat(sentence.say(entry.promise()))
                        .as("%s %s", entry.id(), language)
                        .doesNotContain("{", "}", "null", "  ", " ,", "()")
                        .matches("(?U)\\p{Lu}.*\\.");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"casemate", "glpi-cloud", "pingflow", "vtiger", "shared-contacts"})
    void every_promise_fits_into_the_ledger(String name) throws IOException {
        for (PromiseMade made : PolicyLeaves.made(policy(name))) {
            assertThat(Leaf.decode(made.encode())).isEqualTo(made);
        }
    }

    /// An empty list has nothing to tell.
    private static List<String> untold(Entry entry, Sentence sentence) {
        return Catalogue.row(entry.promise().getClass()).figures().stream()
                .filter(f -> !sentence.tells(f) && !List.of().equals(f.of(entry.promise())))
                .map(Figure::name)
                .toList();
    }

    static Policy policy(String name) throws IOException {
        return PolicyFile.parse(name + ".yaml", HOUSE.policy(name));
    }

    private static List<PromiseId> ids(String rows) {
        return Arrays.stream(rows.strip().split("\\s+")).map(PromiseId::new).collect(Collectors.toList());
    }
}
