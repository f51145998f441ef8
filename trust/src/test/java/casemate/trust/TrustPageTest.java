package casemate.trust;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Json;
import casemate.ledger.Bundle;
import casemate.ledger.Verifier;
import casemate.promise.Language;
import casemate.promise.PromiseId;
import casemate.promise.PromiseMade;
import casemate.promise.ProofKind;
import casemate.promise.Region;
import casemate.promise.Scope;
import casemate.promise.State;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages over a real socket, from a real ledger.
class TrustPageTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final int ENTRIES = 11;

    private final MovedClock clock = new MovedClock(NOW);

    @TempDir
    private Path place;

    private ExampleLedger ledger;
    private Site site;

    @BeforeEach
    void writeALedger() {
        ledger = new ExampleLedger(place)
                .promise("EDG-1", ProofKind.OUTSIDE_PROBE)
                .promise("EDG-2", ProofKind.OUTSIDE_PROBE)
                .promise("INS-1", ProofKind.INSIDE_PROBE)
                .promise("INS-2", ProofKind.INSIDE_PROBE)
                .promise("PPL-1", ProofKind.ATTESTED)
                .promise("BIL-1", ProofKind.DECLARED)
                .policy()
                .found("EDG-1", State.BROKEN, NOW.minus(Duration.ofDays(1)))
                .found("EDG-1", State.KEPT, NOW.minusSeconds(600))
                .found("EDG-2", State.BROKEN, NOW.minusSeconds(500))
                .found("INS-1", State.KEPT, NOW.minus(Duration.ofHours(3)));
        site = new Site(ledger, clock);
        site.awaitSize(ENTRIES);
    }

    @AfterEach
    void close() {
        site.close();
        ledger.close();
    }

    @Test
    void each_promise_has_the_state_that_its_evidence_gives_it() {
        Map<String, String> states = states();

        assertThat(states)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "EDG-1", "kept",
                        "EDG-2", "broken",
                        "INS-1", "unproved stale",
                        "INS-2", "unproved never",
                        "PPL-1", "unproved never",
                        "BIL-1", "unproved no-drill"));
        Json.Obj summary = site.json("/trust.json").obj("summary");
        assertThat(summary.integer("kept")).isEqualTo(1);
        assertThat(summary.integer("broken")).isEqualTo(1);
        assertThat(summary.integer("unproved")).isEqualTo(4);
    }

    @Test
    void the_page_says_the_same_in_three_languages() {
        assertThat(site.text("/?lang=en"))
                .contains("<html lang=\"en\">", "One promise is broken", "Kept", "The last proof is too old")
                .contains("Nothing older than TLS 1.2 is spoken (EDG-2).", "No drill has run yet");
        assertThat(site.text("/?lang=fr"))
                .contains(
                        "<html lang=\"fr\">", "Un engagement est rompu", "Tenu", "La dernière preuve est trop ancienne")
                .contains("Rien de plus ancien que TLS 1.2 n’est parlé (EDG-2).");
        assertThat(site.text("/?lang=pl"))
                .contains("<html lang=\"pl\">", "Jedno zobowiązanie jest złamane", "Dotrzymane")
                .contains("Nie mówimy niczym starszym niż TLS 1.2 (EDG-2).", "21 lis 2026, 09:50 UTC");
    }

    @Test
    void the_browser_s_language_is_taken_unless_the_reader_chose_one() {
        assertThat(site.text("/", "Accept-Language", "de, pl;q=0.8, fr;q=0.9")).contains("<html lang=\"fr\">");
        assertThat(site.text("/?lang=pl", "Accept-Language", "fr")).contains("<html lang=\"pl\">");
        assertThat(site.text("/", "Accept-Language", ";;;")).contains("<html lang=\"en\">");
        assertThat(site.text("/?lang=xx")).contains("<html lang=\"en\">");
    }

    @Test
    void what_a_drill_found_is_shown_escaped_and_untranslated_facts_keep_their_names() {
        String page = site.text("/promise/EDG-2");

        assertThat(page).contains("TLS 1.0 was answered by &lt;b&gt;the edge&lt;/b&gt;.");
        assertThat(page).contains("<code>neverTranslated</code>").contains("12 ms");
    }

    @Test
    void a_page_left_alone_turns_unproved_by_itself() {
        String tag = tag(site.get("/"));
        clock.move(Duration.ofHours(2));

        assertThat(states()).containsEntry("EDG-1", "unproved stale");
        HttpResponse<byte[]> later = site.get("/", "If-None-Match", tag);
        assertThat(later.statusCode()).isEqualTo(200);
        assertThat(new String(later.body(), StandardCharsets.UTF_8)).doesNotContain("is-kept\" id=");
    }

    @Test
    void nobody_may_keep_a_page_past_the_next_limit_of_freshness() {
        clock.move(Duration.ofHours(2).minusSeconds(603));

        assertThat(site.get("/").headers().firstValue("Cache-Control")).contains("public, max-age=3, must-revalidate");
    }

    @Test
    void a_red_stays_in_the_history_after_the_promise_is_kept_again() {
        assertThat(site.text("/promise/EDG-1"))
                .contains("Every time it was found broken", "20 Nov 2026, 10:00 UTC", "class=\"fill-broken\"");
        assertThat(site.json("/promise/EDG-1.json").list("reds", r -> r)).hasSize(1);
    }

    @Test
    void new_evidence_appears_without_a_restart() {
        ledger.found("EDG-2", State.KEPT, NOW.minusSeconds(5));
        site.awaitSize(ENTRIES + 1L);

        assertThat(states()).containsEntry("EDG-2", "kept");
    }

    @Test
    void a_bundle_checks_offline_with_the_public_key_alone() {
        byte[] bundle = site.get("/promise/EDG-2/bundle.json").body();

        assertThat(Verifier.of(ledger.key()).bundle(bundle).holds()).isTrue();
        assertThat(Bundle.parse(bundle).leaves()).extracting(Bundle.Leaf::index).containsExactly(9L, 1L, 6L);
        assertThat(site.text("/promise/EDG-2"))
                .contains("casemate verify https://trust.example.com/promise/EDG-2/bundle.json --key '" + ledger.key()
                        + "'");
    }

    @Test
    void every_entry_has_a_bundle_and_others_have_none() {
        for (int i = 0; i < ENTRIES; i++) {
            byte[] bundle = site.get("/entry/" + i + "/bundle.json").body();
            assertThat(Verifier.of(ledger.key()).bundle(bundle).holds()).isTrue();
        }
        assertThat(site.get("/entry/" + ENTRIES + "/bundle.json").statusCode()).isEqualTo(404);
        assertThat(site.get("/entry/01/bundle.json").statusCode()).isEqualTo(404);
    }

    @Test
    void an_unchanged_page_is_not_sent_again() {
        HttpResponse<byte[]> first = site.get("/", "Accept-Encoding", "gzip");
        HttpResponse<byte[]> again = site.get("/", "Accept-Encoding", "gzip", "If-None-Match", tag(first));

        assertThat(first.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(tag(site.get("/"))).isNotEqualTo(tag(first));
        assertThat(site.get("/", "Accept-Encoding", "gzip;q=0").headers().firstValue("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void pages_forbid_scripts_and_only_reading_is_allowed() {
        HttpResponse<byte[]> answer = site.get("/");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'; style-src 'self'")
                .contains("frame-ancestors 'none'");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");

        HttpResponse<byte[]> post =
                site.send(HttpRequest.newBuilder(site.uri("/")).POST(HttpRequest.BodyPublishers.ofString("x")));
        assertThat(post.statusCode()).isEqualTo(405);
        HttpResponse<byte[]> head =
                site.send(HttpRequest.newBuilder(site.uri("/")).method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Length"))
                .contains(Integer.toString(site.get("/").body().length));
    }

    @Test
    void the_ledger_s_files_are_served_as_they_are_and_nothing_beside_them() {
        HttpResponse<byte[]> tile = site.get("/ledger/tile/0/000.p/" + ENTRIES);

        assertThat(tile.body()).hasSize(ENTRIES * 32);
        assertThat(tile.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
        assertThat(site.text("/ledger/checkpoint")).startsWith("trust.example.com/ledger\n" + ENTRIES + "\n");
        assertThat(site.text("/ledger"))
                .contains("/ledger/tile/entries/000.p/" + ENTRIES, ledger.key().toString());
        for (String other :
                new String[] {"lock", "../ledger.key", "%2e%2e/ledger.key", "tile", "tile/0/001", ".", "tile/../lock"
                }) {
            assertThat(site.get("/ledger/" + other).statusCode()).as(other).isEqualTo(404);
        }
    }

    @Test
    void what_the_policy_does_not_promise_has_no_page() {
        for (String path :
                new String[] {"/promise/EDG-3", "/promise/x", "/promise/EDG-2/", "/admin", "/promise/%3Cb%3E"}) {
            assertThat(site.get(path).statusCode()).as(path).isEqualTo(404);
        }
        assertThat(site.json("/promise/EDG-3.json").integer("status")).isEqualTo(404);
    }

    @Test
    void a_green_by_a_drill_that_was_not_seen_to_fail_is_no_evidence_at_all() {
        byte[] bundle = site.get("/entry/8/bundle.json").body();
        byte[] leaf = Bundle.parse(bundle).leaves().getFirst().entry();
        ledger.append(new String(leaf, StandardCharsets.UTF_8)
                .replace("\"twin\":\"broken\"", "\"twin\":\"kept\"")
                .getBytes(StandardCharsets.UTF_8));

        assertThat(site.await("/", answer -> answer.statusCode() == 503).body()).isNotEmpty();
    }

    @Test
    void whom_a_promise_binds_and_what_others_get_is_told() {
        Json.Obj two = Json.object().put("keep", "P2D").build();
        ledger.promise(new PromiseMade(
                        ExampleLedger.POLICY,
                        new PromiseId("BAK-3"),
                        ExampleLedger.FIGURES,
                        Map.of(Language.EN, "Backups are kept for 30 days."),
                        ProofKind.INSIDE_PROBE,
                        ExampleLedger.FRESH,
                        new Scope(new LinkedHashSet<>(List.of("business")), new LinkedHashSet<>()),
                        List.of(new PromiseMade.Variant(
                                new Scope(new LinkedHashSet<>(), new LinkedHashSet<>(List.of(new Region("PL")))),
                                two,
                                Map.of(Language.EN, "Backups are kept for 2 days.")))))
                .policy();
        site.awaitSize(ENTRIES + 2L);

        String page = site.text("/promise/BAK-3?lang=fr");
        assertThat(page)
                .contains("<h1 class=\"sentence\" lang=\"en\">Backups are kept for 30 days.</h1>")
                .contains("S’applique à business")
                .contains("Pour Pologne", "<span lang=\"en\">Backups are kept for 2 days.</span>");
    }

    @Test
    void researchers_find_whom_to_write_to() {
        assertThat(site.text("/.well-known/security.txt"))
                .contains("Contact: mailto:security@example.com\n", "Expires: 2026-12-21T00:00:00Z\n");
    }

    private Map<String, String> states() {
        return site.json("/trust.json").list("promises", p -> (Json.Obj) p).stream()
                .collect(Collectors.toMap(p -> p.text("id"), TrustPageTest::state));
    }

    private static String state(Json.Obj promise) {
        return promise.text("state")
                + promise.find("reason").map(r -> " " + ((Json.Text) r).value()).orElse("");
    }

    private static String tag(HttpResponse<byte[]> answer) {
        return Objects.requireNonNull(answer.headers().firstValue("ETag").orElse(""));
    }
}
