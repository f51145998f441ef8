package casemate.promise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Json;
import casemate.base.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeafTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.123456Z");
    private static final String POLICY = "ab".repeat(32);
    private static final Evidence KEPT = new Evidence(
            new PromiseId("EDG-2"),
            "tls-versions",
            POLICY,
            State.KEPT,
            Json.object().put("tls11Refused", true).put("handshakes", 4).build(),
            "",
            Json.object().put("versions", Json.texts(List.of("1.2", "1.3"))).build(),
            ProofKind.OUTSIDE_PROBE,
            NOW,
            NOW.plusSeconds(2),
            NOW.plusSeconds(3600),
            State.BROKEN,
            Optional.of("t_1"));

    @Test
    void evidence_is_canonical_json() {
        assertThat(new String(KEPT.encode(), UTF_8))
                .isEqualTo("{\"drill\":\"tls-versions\",\"finished\":\"2026-01-31T12:00:02.123Z\","
                        + "\"freshUntil\":\"2026-01-31T13:00:00.123Z\","
                        + "\"measured\":{\"handshakes\":4,\"tls11Refused\":true},\"policy\":\"" + POLICY
                        + "\",\"promise\":\"EDG-2\",\"promised\":{\"versions\":[\"1.2\",\"1.3\"]},"
                        + "\"proof\":\"outside-probe\",\"started\":\"2026-01-31T12:00:00.123Z\",\"state\":\"kept\","
                        + "\"subject\":\"t_1\",\"twin\":\"broken\",\"type\":\"casemate.evidence.v1\",\"why\":\"\"}");
    }

    @Test
    void every_leaf_survives_the_ledger() {
        List<Leaf> leaves = PolicyLeaves.of(Policies.small(), NOW);
        assertThat(leaves).hasSize(3).last().isInstanceOf(PolicyInForce.class);
        leaves.forEach(leaf -> assertThat(Leaf.decode(leaf.encode())).isEqualTo(leaf));
        assertThat(Leaf.decode(KEPT.encode())).isEqualTo(KEPT);
        HouseRestored restored = new HouseRestored(NOW, NOW.plusSeconds(60));
        assertThat(Leaf.decode(restored.encode())).isEqualTo(restored);
        ErasureCertificate erased = new ErasureCertificate(
                "0".repeat(64),
                ErasureCertificate.Of.CUSTOMER,
                NOW,
                NOW.plusSeconds(60),
                1,
                1,
                2,
                90,
                0,
                17,
                List.of(new ErasureCertificate.Kept("invoice.document", 3, "2033-12-31")));
        assertThat(Leaf.decode(erased.encode())).isEqualTo(erased);
    }

    @Test
    void the_promise_leaf_says_the_sentence_with_its_figures() {
        PromiseMade retention = PolicyLeaves.made(Policies.small()).stream()
                .filter(made -> made.promise().value().equals("BAK-3"))
                .findFirst()
                .orElseThrow();
        assertThat(retention.sentence().get(Language.PL))
                .isEqualTo("Kopie zapasowe przechowujemy przez 30 dni, nie dłużej.");
        assertThat(retention.figures().text("keep")).isEqualTo("P30D");
    }

    @Test
    void variants_stand_in_the_leaf() {
        Policy policy = Policies.parse(Policies.HEAD + Policies.RETENTION + """
                    only: {offers: [paid]}
                    variants:
                      - for: {regions: [DE]}
                        figures: {keep: P7D}
                """);
        PromiseMade made = PolicyLeaves.made(policy).getFirst();
        assertThat(made.variants().getFirst().sentence().get(Language.EN))
                .isEqualTo("Backups of the last 7 days are kept, and only they.");
        assertThat(Leaf.decode(made.encode())).isEqualTo(made);
    }

    @Test
    void bytes_that_are_not_canonical_or_not_known_are_refused() {
        String good = new String(KEPT.encode(), UTF_8);
        for (String bad : List.of(
                good.replace("{\"drill\"", "{ \"drill\""),
                good.replace("evidence.v1", "evidence.v2"),
                good.replace("\"why\":\"\"", "\"why\":\"\",\"zeal\":1"),
                good.replace("\"state\":\"kept\"", "\"state\":\"broken\""),
                good.replace("\"twin\":\"broken\"", "\"twin\":\"kept\""),
                good.replace("12:00:02.123Z", "11:00:02.123Z"),
                good.replace(POLICY, "x"),
                "[]",
                "{}")) {
            assertThatThrownBy(() -> Leaf.decode(bad.getBytes(UTF_8))).as(bad).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void mutated_bytes_are_another_leaf_or_refused() {
        Random chance = new Random(1);
        List<Leaf> leaves = PolicyLeaves.of(Policies.small(), NOW);
        for (int round = 0; round < 3_000; round++) {
            byte[] bytes = leaves.get(round % leaves.size()).encode();
            bytes[chance.nextInt(bytes.length)] = (byte) chance.nextInt(256);
            try {
                assertThat(Leaf.decode(bytes).encode()).isEqualTo(bytes);
            } catch (Refusal refusal) {
                assertThat(refusal.text()).isNotBlank();
            }
        }
    }

    @Test
    void a_leaf_past_its_bound_is_refused() {
        Evidence fat = new Evidence(
                KEPT.promise(),
                KEPT.drill(),
                POLICY,
                State.KEPT,
                Json.object().put("x", "y".repeat(Leaf.MAX_BYTES)).build(),
                "",
                KEPT.promised(),
                KEPT.proof(),
                NOW,
                NOW,
                NOW,
                State.BROKEN,
                Optional.empty());
        assertThatThrownBy(fat::encode).isInstanceOf(Refusal.class).hasMessageContaining("60000");
    }
}
