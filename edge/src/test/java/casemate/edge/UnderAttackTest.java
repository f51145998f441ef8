package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.edge.flood.PuzzleTest;
import casemate.wire.Defence;
import casemate.wire.Route;
import casemate.wire.RouteRules;
import casemate.wire.Shield;
import casemate.wire.Upstream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnderAttackTest {
    private static final String HERE = "127.9.1.1";
    private static final String THERE = "127.9.1.2";
    private static final String BROWSER = "Accept: text/html,*/*\r\n";

    @TempDir
    Path directory;

    @Test
    void a_browser_works_once_and_is_let_in_and_its_pass_opens_nothing_elsewhere() throws Exception {
        try (EdgeHouse house = EdgeHouse.open(directory);
                Application application = Application.saying("inside")) {
            house.apply(1, route(application, true));
            try (Caller here = house.call(HERE, EdgeHouse.ACME);
                    Caller there = house.call(THERE, EdgeHouse.ACME)) {
                Caller.Said page = here.ask("GET", "/a?b=c", BROWSER);
                assertThat(page.status()).isEqualTo(503);
                assertThat(page.field("content-security-policy")).contains("default-src 'none'", "script-src 'sha256-");
                assertThat(page.body()).contains("One moment, your browser is working", "<noscript>", "aria-live");
                assertThat(here.ask("GET", "/", BROWSER + "Accept-Language: pl\r\n")
                                .body())
                        .contains("lang=\"pl\"");
                String redeem = redeem(page.body(), "/a?b=c");
                assertThat(there.ask("GET", redeem, "").field("set-cookie")).isEmpty();
                Caller.Said let = here.ask("GET", redeem, "");
                assertThat(let.status()).isEqualTo(303);
                assertThat(let.field("location")).isEqualTo("/a?b=c");
                assertThat(let.field("set-cookie"))
                        .startsWith("__Host-casemate-work=")
                        .contains("; Path=/; ", "Secure", "HttpOnly");
                String cookie = "Cookie: mine=1; " + let.field("set-cookie").split(";", 2)[0] + "\r\n";
                assertThat(here.ask("GET", "/", BROWSER + cookie).body()).isEqualTo("inside");
                assertThat(here.ask("POST", "/", "Content-Length: 0\r\n" + cookie)
                                .body())
                        .isEqualTo("inside");
                assertThat(there.ask("GET", "/", BROWSER + cookie).status()).isEqualTo(503);
                assertThat(application.heads).hasSize(2);
            }
        }
    }

    @Test
    void programs_are_told_to_come_later_and_a_made_up_pass_or_a_foreign_address_leads_nowhere() throws Exception {
        try (EdgeHouse house = EdgeHouse.open(directory);
                Application application = Application.saying("inside")) {
            house.apply(1, route(application, true));
            try (Caller here = house.call(HERE, EdgeHouse.ACME)) {
                Caller.Said program = here.ask("GET", "/", "Accept: application/json\r\n");
                assertThat(program.status()).isEqualTo(503);
                assertThat(program.field("content-type")).isEqualTo("application/problem+json");
                assertThat(program.field("retry-after")).isEqualTo("120");
                assertThat(here.ask("POST", "/", BROWSER + "Content-Length: 0\r\n")
                                .status())
                        .isEqualTo(503);
                assertThat(here.ask("GET", "/", BROWSER + "Cookie: __Host-casemate-work=1.x\r\n")
                                .status())
                        .isEqualTo(503);
                for (String to : List.of("//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb: c")) {
                    Caller.Said back = here.ask(
                            "GET", UnderAttack.PASS + "?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8), "");
                    assertThat(back.field("location")).as(to).isEqualTo("/");
                    assertThat(back.field("set-cookie")).isEmpty();
                }
            }
            assertThat(application.heads).isEmpty();
        }
    }

    @Test
    void the_whole_platform_can_be_under_attack_and_when_it_is_over_nobody_works() throws Exception {
        Defence attacked =
                new Defence(30, Duration.ofMinutes(1), Duration.ofMinutes(10), 1_000, true, List.of(), List.of());
        try (EdgeHouse house = EdgeHouse.open(directory);
                Application application = Application.saying("inside")) {
            house.apply(1, attacked, route(application, false));
            try (Caller here = house.call(HERE, EdgeHouse.ACME)) {
                assertThat(here.ask("GET", "/", BROWSER).status()).isEqualTo(503);
                house.apply(2, route(application, false));
                assertThat(here.ask("GET", "/", BROWSER).status()).isEqualTo(200);
            }
        }
    }

    private static String redeem(String body, String to) {
        Matcher challenge = Pattern.compile("data-c=\"([^\"]+)\"").matcher(body);
        assertThat(challenge.find()).isTrue();
        return UnderAttack.PASS + "?c=" + challenge.group(1) + "&n=" + PuzzleTest.solve(challenge.group(1)) + "&to="
                + URLEncoder.encode(to, StandardCharsets.UTF_8);
    }

    private static Route route(Application application, boolean attacked) {
        return new Route(
                EdgeHouse.ACME,
                Optional.of(EdgeHouse.INSTANCE),
                Route.State.SERVING,
                List.of(new Upstream("127.0.0.1", application.port())),
                RouteRules.USUAL.with(Shield.NONE).attacked(attacked));
    }
}
