package casemate.trust;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.promise.Language;
import casemate.promise.ProofKind;
import casemate.promise.State;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What browsers, keyboards and screen readers need of every page.
class PageFormTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    /// Of the whole page, style sheet included.
    private static final int MAX_COMPRESSED = 60 * 1024;

    private static final int MAX_ERRORS = 20;
    private static final Pattern COLOUR = Pattern.compile("--(\\w+(?:-wash)?): (#[0-9a-f]{6})");

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
                .promise("PHY-1", ProofKind.ATTESTED)
                .policy()
                .found("EDG-1", State.UNPROVED, NOW.minus(Duration.ofDays(2)))
                .found("EDG-1", State.KEPT, NOW.minusSeconds(600))
                .found("EDG-2", State.BROKEN, NOW.minusSeconds(500));
        for (int i = 60; i > 0; i--) {
            ledger.found("EDG-2", State.KEPT, NOW.minusSeconds(500).plusSeconds(60L - i));
        }
        site = new Site(ledger, clock);
        site.awaitSize(67);
    }

    @AfterEach
    void close() {
        site.close();
        ledger.close();
    }

    @Test
    void every_page_that_a_reader_can_reach_is_well_formed_and_accessible() {
        Set<String> seen = new HashSet<>(List.of("/"));
        Deque<String> ahead = new ArrayDeque<>(seen);
        int pages = 0;
        while (!ahead.isEmpty()) {
            String path = ahead.remove();
            HttpResponse<byte[]> answer = site.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            if (answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html")) {
                pages++;
                Document page = check(path, answer.body());
                for (Element link : page.select("a[href^=/], link[href^=/]")) {
                    String to = link.attr("href").split("#", 2)[0];
                    if (seen.add(to)) {
                        ahead.add(to);
                    }
                }
            }
        }
        // Index, ledger, three promises and the older pages of one: as negotiated, and in each of three languages.
        assertThat(pages).isEqualTo(4 * (5 + 2));
    }

    @Test
    void pages_that_show_nothing_are_well_formed_too() {
        check("/nowhere", site.get("/nowhere?lang=pl").body());
        ledger.append("{\"type\":\"casemate.evidence.v9\"}".getBytes(StandardCharsets.UTF_8));
        HttpResponse<byte[]> blind = site.await("/?lang=fr", answer -> answer.statusCode() == 503);

        check("/", blind.body());
        assertThat(new String(blind.body(), StandardCharsets.UTF_8))
                .contains("Rien ne peut être montré")
                .doesNotContain("is-kept", "EDG-1", "Example Cloud");
        assertThat(blind.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(site.get("/trust.json").statusCode()).isEqualTo(503);
        assertThat(site.get("/promise/EDG-1/bundle.json").statusCode()).isEqualTo(503);
    }

    @Test
    void a_page_is_small_with_all_that_it_needs() {
        String style =
                Jsoup.parse(site.text("/")).select("link[rel=stylesheet]").attr("href");
        int bytes = 0;
        for (String path : List.of("/promise/EDG-2", style, "/icon.svg")) {
            bytes += site.get(path, "Accept-Encoding", "gzip").body().length;
        }
        assertThat(bytes).isLessThan(MAX_COMPRESSED);
    }

    @Test
    void text_stands_out_from_its_ground_in_light_and_in_dark() {
        String css = site.text(
                Jsoup.parse(site.text("/")).select("link[rel=stylesheet]").attr("href"));
        String dark = css.substring(css.indexOf("prefers-color-scheme: dark"));
        for (String scheme : List.of(css.substring(0, css.indexOf("prefers-color-scheme: dark")), dark)) {
            for (String ground : List.of("paper", "card", "faint")) {
                for (String text : List.of("ink", "soft", "link", "kept", "broken", "unproved")) {
                    assertThat(contrast(colour(scheme, text), colour(scheme, ground)))
                            .as(text + " on " + ground)
                            .isGreaterThan(4.5);
                }
            }
            for (String state : List.of("kept", "broken", "unproved")) {
                assertThat(contrast(colour(scheme, state), colour(scheme, state + "-wash")))
                        .as(state + " on its wash")
                        .isGreaterThan(4.5);
            }
            assertThat(contrast(colour(scheme, "ink"), colour(scheme, "broken-wash")))
                    .isGreaterThan(4.5);
            assertThat(contrast(colour(scheme, "soft"), colour(scheme, "broken-wash")))
                    .isGreaterThan(4.5);
        }
    }

    private static Document check(String path, byte[] html) {
        Parser parser = Parser.htmlParser().setTrackErrors(MAX_ERRORS);
        Document page = Jsoup.parse(new String(html, StandardCharsets.UTF_8), "", parser);
        assertThat(parser.getErrors()).as(path).isEmpty();
        assertThat(page.select("html").attr("lang")).as(path).isIn(codes());
        assertThat(page.select("title").text()).as(path).isNotBlank();
        assertThat(page.select("main, header.top, footer")).as(path).hasSize(3);
        assertThat(page.select("h1")).as(path).hasSize(1);
        assertThat(page.select("script, style, [style], [onclick], img, iframe"))
                .as(path)
                .isEmpty();
        assertThat(page.select("a.skip").attr("href")).as(path).isEqualTo("#content");
        headingsDescendOneByOne(path, page);
        Set<String> ids = new HashSet<>();
        for (Element named : page.select("[id]")) {
            assertThat(ids.add(named.id())).as(path + " id " + named.id()).isTrue();
        }
        for (Element labelled : page.select("[aria-labelledby]")) {
            assertThat(ids).as(path).contains(labelled.attr("aria-labelledby"));
        }
        for (Element inside : page.select("a[href^=#], use[href^=#]")) {
            assertThat(ids).as(path).contains(inside.attr("href").substring(1));
        }
        for (Element link : page.select("a")) {
            assertThat(link.text() + link.attr("aria-label"))
                    .as(path + " " + link)
                    .isNotBlank();
        }
        for (Element table : page.select("table")) {
            assertThat(table.select("thead th[scope=col]")).as(path).isNotEmpty();
            assertThat(table.select("tbody tr"))
                    .allMatch(row -> row.select("th[scope=row]").size() == 1);
        }
        for (Element drawing : page.select("svg")) {
            boolean named = drawing.attr("role").equals("img")
                    && !drawing.attr("aria-label").isBlank();
            boolean told = named || drawing.attr("aria-hidden").equals("true");
            assertThat(told).as(path + " " + drawing).isTrue();
        }
        for (Element nav : page.select("nav, section")) {
            assertThat(nav.attr("aria-label")
                            + nav.attr("aria-labelledby")
                            + nav.select("h2").text())
                    .as(path)
                    .isNotBlank();
        }
        return page;
    }

    private static void headingsDescendOneByOne(String path, Document page) {
        int before = 0;
        for (Element heading : page.select("h1, h2, h3, h4")) {
            int level = heading.tagName().charAt(1) - '0';
            assertThat(level).as(path + " " + heading.text()).isLessThanOrEqualTo(before + 1);
            before = level;
        }
    }

    private static List<String> codes() {
        return java.util.Arrays.stream(Language.values()).map(Language::code).toList();
    }

    private static int colour(String css, String name) {
        return COLOUR.matcher(css)
                .results()
                .filter(match -> Objects.equals(match.group(1), name))
                .map(match -> Integer.parseInt(match.group(2).substring(1), 16))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no colour " + name));
    }

    /// WCAG 2.2, contrast ratio.
    private static double contrast(int a, int b) {
        double light = Math.max(luminance(a), luminance(b));
        double dark = Math.min(luminance(a), luminance(b));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
    }

    private static double linear(int channel) {
        double c = (channel & 0xff) / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
}
