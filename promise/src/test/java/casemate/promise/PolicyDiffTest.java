package casemate.promise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PolicyDiffTest {
    private static final Policy OLD = Policies.small();

    @Test
    void a_policy_does_not_differ_from_itself() {
        assertThat(PolicyDiff.between(OLD, OLD).text()).isEqualTo("The two policies promise the same.\n");
    }

    @Test
    void figures_sentences_and_promises_that_change_are_named() {
        Policy now = Policies.parse(Policies.HEAD.replace("Acme,", "Acme Ltd,")
                + Policies.RETENTION
                        .replace("P30D", "P1Y")
                        .replace("P2D", "P3D")
                        .replace("and only they", "no others")
                + "    only: {offers: [paid]}\n"
                + Policies.HTTPS.replace("EDG-1", "INS-1"));
        PolicyDiff diff = PolicyDiff.between(OLD, now);
        assertThat(diff.text()).isEqualTo("""
                        ~ vendor: {"contact":"security@acme.example","name":"Acme","url":"https://acme.example/security"} → \
                        {"contact":"security@acme.example","name":"Acme Ltd","url":"https://acme.example/security"}
                        + INS-1
                        - EDG-1
                        ~ BAK-3 keep: P30D → P1Y
                        ~ BAK-3 fresh: PT48H → PT72H
                        ~ BAK-3 only: {"offers":[],"regions":[]} → {"offers":["paid"],"regions":[]}
                        ~ BAK-3 sentence en: "Backups of the last {keep} are kept, and only they." → \
                        "Backups of the last {keep} are kept, no others."
                        """);
        assertThat(diff.json().text())
                .contains("{\"after\":\"P1Y\",\"before\":\"P30D\",\"change\":\"changed\",\"key\":\"keep\","
                        + "\"promise\":\"BAK-3\"}")
                .contains("{\"change\":\"added\",\"promise\":\"INS-1\"}");
    }
}
