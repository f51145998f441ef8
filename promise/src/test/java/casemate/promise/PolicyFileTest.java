package casemate.promise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import casemate.base.Refusal;
import casemate.promise.BackupPromise.BackupRetention;
import casemate.promise.EdgePromise.HttpsOnly;
import casemate.promise.PolicyProblems.Problem;
import java.time.Period;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyFileTest {
    @Test
    void a_policy_tells_typed_figures() {
        Policy policy = Policies.small();
        assertThat(policy.find(BackupRetention.class)).contains(new BackupRetention(Period.ofDays(30)));
        assertThat(policy.find(HttpsOnly.class)).isPresent();
        assertThat(policy.find(BackupPromise.RecoveryTests.class)).isEmpty();
        assertThat(policy.hash()).hasSize(64);
    }

    @Test
    void a_promise_may_bind_some_offers_and_differ_by_region() {
        Policy policy = Policies.parse(Policies.HEAD + Policies.RETENTION + """
                    only: {offers: [paid]}
                    variants:
                      - for: {regions: [DE]}
                        figures: {keep: P7D}
                """);
        assertThat(policy.find(BackupRetention.class, "free", new Region("FR"))).isEmpty();
        assertThat(policy.find(BackupRetention.class, "paid", new Region("FR")))
                .contains(new BackupRetention(Period.ofDays(30)));
        assertThat(policy.find(BackupRetention.class, "paid", new Region("DE")))
                .contains(new BackupRetention(Period.ofDays(7)));
    }

    @Test
    void every_problem_is_reported_at_once_with_its_place() {
        assertThat(problems("""
                        casemate-policy: 2
                        vendor: {name: Acme, contact: nobody, url: http://acme.example}
                        languages: [en, de]
                        offers: [paid, paid]
                        promises:
                          BAK-3:
                            figures: {keeep: 30 days}
                            profe: inside-probe
                            fresh: 2 days
                            sentence: {en: "Kept for {kept}."}
                          BAK-33: {}
                          EDG-2:
                            figures:
                              versions: [1.1, 1.2, 1.2]
                              channels: [web]
                              hsts: P10Y
                              certificates: sha256
                            proof: attested
                            fresh: P1D
                            only: {offers: [payed]}
                            sentence: {en: "{versions} {channels:each} {hsts|year|years} {", fr: Non}
                        promises: 3
                        """))
                .containsExactly(
                        "p.yaml:1:18: casemate-policy must be 1, the only version that this Casemate reads",
                        "p.yaml:2:31: contact must be an e-mail address",
                        "p.yaml:2:44: url must be an address that begins with https://",
                        "p.yaml:3:17: languages must be one of en, fr, pl, not de",
                        "p.yaml:4:16: this stands twice in offers; keep one",
                        "p.yaml:7:5: BAK-3 lacks proof: write one of outside-probe, inside-probe, attested, declared",
                        "p.yaml:7:14: BAK-3 lacks the figure keep: write a period such as P30D, P6M or P1Y",
                        "p.yaml:7:15: the key keeep is not known in figures of BAK-3 (did you mean keep?)",
                        "p.yaml:8:5: the key profe is not known in BAK-3 (did you mean proof?)",
                        "p.yaml:9:12: fresh must be a duration such as PT30S, PT5M, PT8H or P1D, not 2 days"
                                + " (did you mean P2D?)",
                        "p.yaml:10:20: {kept} is no figure of BAK-3 (did you mean keep?)",
                        "p.yaml:11:3: the key BAK-33 is not known in promises (did you mean BAK-3?)",
                        "p.yaml:14:18: versions must be one of 1.2, 1.3, not 1.1 (did you mean 1.2?)",
                        "p.yaml:16:13: hsts must lie from P180D to P3Y",
                        "p.yaml:17:21: certificates must be one of sha-256, sha-384, not sha256 (did you mean sha-256?)",
                        "p.yaml:18:12: EDG-2 cannot be attested: a drill shows it, or it is declared",
                        "p.yaml:20:21: payed is not among the policy's offers (did you mean paid?)",
                        "p.yaml:21:20: {channels}: the form each does not fit this figure here",
                        "p.yaml:21:20: {hsts}: a noun after a number has 2 forms in en",
                        "p.yaml:21:20: a brace stands alone near \"{\": a figure is written as {name}",
                        "p.yaml:21:70: the key fr is not known in sentence of EDG-2 (known: en)",
                        "p.yaml:22:1: the key promises stands twice; keep one");
    }

    @Test
    void a_policy_of_ten_megabytes_is_refused_in_one_line() {
        assertThatThrownBy(() -> PolicyFile.parse("big.yaml", new byte[10_000_000]))
                .isInstanceOf(Refusal.class)
                .hasMessage("big.yaml has 10000000 bytes; a policy has at most 1048576: check that this is the right"
                        + " file.");
    }

    private static List<String> problems(String yaml) {
        PolicyProblems thrown =
                catchThrowableOfType(PolicyProblems.class, () -> PolicyFile.parse("p.yaml", yaml.getBytes(UTF_8)));
        return thrown.problems().stream().map(Problem::toString).toList();
    }
}
