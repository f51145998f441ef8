package casemate.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.base.UserId;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.instance.Blueprint;
import casemate.control.token.TokenKind;
import casemate.control.token.TokenWish;
import casemate.control.token.Tokens;
import casemate.control.web.Language;
import casemate.control.web.Permission;
import casemate.control.web.RateLimits;
import casemate.control.web.Rights;
import casemate.control.web.Viewer;
import casemate.testkit.TestDatabase;
import casemate.wire.PodOrder.Limits;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// The API for customers' programs over a real socket, each answer held against the document.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiV1Test {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final int MAX_BYTES = 1 << 20;

    private final Json.Obj document = Description.read();
    private TestControl control;
    private HttpClient client;
    private String owner;
    private String other;

    record Answer(int status, HttpResponse<byte[]> response) {
        Json.Obj json() {
            return Json.parseObject(response.body(), MAX_BYTES);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory);
        client = HttpClient.newHttpClient();
        control.control().offer(List.of(OFFER));
        owner = token("owner@example.org", Permission.ofCustomers());
        other = token("other@example.org", Permission.ofCustomers());
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void every_handler_is_in_the_document_and_the_other_way_round() {
        Set<String> handlers = new TreeSet<>();
        control.door(RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(info -> info.getPatternValues().stream()
                        .filter(p -> p.startsWith(ApiGate.PATH + "/"))
                        .forEach(p -> info.getMethodsCondition()
                                .getMethods()
                                .forEach(m -> handlers.add(m.name() + " " + p.substring(ApiGate.PATH.length())))));
        Set<String> described = new TreeSet<>();
        document.obj("paths")
                .members()
                .forEach((path, item) -> ((Json.Obj) item)
                        .members()
                        .keySet()
                        .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        assertThat(described).hasSizeGreaterThanOrEqualTo(12).isEqualTo(handlers);
    }

    @Test
    void every_example_is_of_its_schema_and_every_operation_tells_its_permission() {
        List<String> faults = new ArrayList<>();
        Set<Json.Obj> seen = new HashSet<>();
        document.obj("paths")
                .members()
                .values()
                .forEach(item -> ((Json.Obj) item).members().values().forEach(o -> {
                    Json.Obj operation = (Json.Obj) o;
                    assertThat(operation.text("description")).isNotBlank();
                    operation.find("requestBody").ifPresent(b -> seen.addAll(media((Json.Obj) b)));
                    operation.obj("responses").members().values().forEach(r -> seen.addAll(media((Json.Obj) r)));
                }));
        seen.stream()
                .filter(m -> m.find("example").isPresent())
                .forEach(m -> faults.addAll(Shape.faults(document, m.obj("schema"), m.get("example"))));
        assertThat(seen).hasSizeGreaterThan(15);
        assertThat(faults).isEmpty();
    }

    @Test
    void a_program_orders_sees_and_erases_an_instance_and_every_answer_is_as_described() {
        Answer me = fits("/me", "get", send(owner, "GET", "/me", ""));
        assertThat(me.json().text("email")).isEqualTo("owner@example.org");
        assertThat(me.header("RateLimit")).startsWith("\"token\";r=");
        fits("/customer", "get", send(owner, "GET", "/customer", ""));
        fits("/members", "get", send(owner, "GET", "/members", ""));
        fits("/blueprints", "get", send(owner, "GET", "/blueprints", ""));
        Answer made = fits("/instances", "post", send(owner, "POST", "/instances", wish("orders")));
        assertThat(made.status()).isEqualTo(201);
        String id = made.json().obj("instance").text("id");
        fits("/instances/{id}", "get", send(owner, "GET", "/instances/" + id, ""));
        fits("/instances/{id}/access", "get", send(owner, "GET", "/instances/" + id + "/access", ""));
        assertThat(fits("/instances/{id}/stop", "post", send(owner, "POST", "/instances/" + id + "/stop", ""))
                        .json()
                        .text("state"))
                .isEqualTo("stopped");
        fits("/instances/{id}/start", "post", send(owner, "POST", "/instances/" + id + "/start", ""));
        assertThat(fits("/instances/{id}", "delete", send(owner, "DELETE", "/instances/" + id + "?confirm=no", ""))
                        .status())
                .isEqualTo(422);
        Answer erased =
                fits("/instances/{id}", "delete", send(owner, "DELETE", "/instances/" + id + "?confirm=orders", ""));
        assertThat(erased.json().text("state")).isEqualTo("erasing");
        assertThat(send("", "GET", "/openapi.json", "").json().text("openapi")).isEqualTo("3.1.1");
    }

    @Test
    void without_a_token_nobody_is_heard_not_even_with_a_cookie() {
        Answer refused = fits("/me", "get", send("", "GET", "/me", ""));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        Browser browser = control.browser("portal");
        Customers.signIn(browser, "owner@example.org", Customers.PASSWORD);
        assertThat(browser.get("/account").status()).isEqualTo(200);
        assertThat(browser.get("/v1/me").status()).isEqualTo(401);
        assertThat(browser.postOnly("/v1/instances", Map.of("slug", "by-form")).status())
                .isEqualTo(401);
    }

    @Test
    void a_token_may_what_its_scopes_say_and_another_customers_ids_tell_nothing() {
        String id = send(owner, "POST", "/instances", wish("scoped"))
                .json()
                .obj("instance")
                .text("id");
        String viewer = issue("owner@example.org", List.of(Permission.INSTANCE_VIEW));
        assertThat(send(viewer, "GET", "/instances/" + id, "").status()).isEqualTo(200);
        assertThat(fits("/instances/{id}/stop", "post", send(viewer, "POST", "/instances/" + id + "/stop", ""))
                        .status())
                .isEqualTo(403);
        assertThat(send(viewer, "GET", "/customer", "").status()).isEqualTo(403);
        assertThat(send(viewer, "GET", "/members", "").status()).isEqualTo(403);
        for (String path : List.of("/instances/" + id, "/instances/" + id + "/access")) {
            assertThat(send(other, "GET", path, "").response().body())
                    .isEqualTo(send(other, "GET", path.replace(id, NOBODYS), "")
                            .response()
                            .body());
            assertThat(send(other, "GET", path, "").status()).isEqualTo(404);
        }
        assertThat(send(other, "DELETE", "/instances/" + id + "?confirm=scoped", "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_request_that_comes_twice_is_done_once() {
        String body = wish("twice");
        Answer first = send(owner, "POST", "/instances", body, "Idempotency-Key", "order-4711");
        Answer second = send(owner, "POST", "/instances", body, "Idempotency-Key", "order-4711");
        assertThat(first.status()).isEqualTo(201);
        assertThat(second.json()).isEqualTo(first.json());
        Answer reused = send(owner, "POST", "/instances", wish("other"), "Idempotency-Key", "order-4711");
        assertThat(reused.status()).isEqualTo(422);
        assertThat(reused.json().text("type")).endsWith("idempotency-key-reused");
        assertThat(send(owner, "POST", "/instances", body).status())
                .as("without the key")
                .isEqualTo(409);
        assertThat(send(owner, "POST", "/instances", body, "Idempotency-Key", "short")
                        .status())
                .isEqualTo(422);
        assertThat(Customers.column(control, "SELECT encode(answer, 'escape') FROM api.answer"))
                .hasSize(1)
                .noneMatch(kept -> kept.contains(first.json().text("adminPassword")));
        Answer refused = send(other, "POST", "/instances", body, "Idempotency-Key", "order-4711");
        assertThat(refused.status())
                .as("another's key is not in the way, the name is")
                .isEqualTo(409);
        assertThat(Customers.column(control, "SELECT 1 FROM api.answer"))
                .as("a refusal is not kept")
                .hasSize(1);
    }

    @Test
    void pages_follow_one_another_and_a_known_answer_is_not_sent_again() {
        String pager = token("pager@example.org", Permission.ofCustomers());
        for (String slug : List.of("page-one", "page-two", "page-three")) {
            assertThat(send(pager, "POST", "/instances", wish(slug)).status()).isEqualTo(201);
        }
        Answer first = fits("/instances", "get", send(pager, "GET", "/instances?limit=2", ""));
        assertThat(slugs(first)).hasSize(2);
        Answer rest = fits(
                "/instances",
                "get",
                send(pager, "GET", "/instances?limit=2&cursor=" + first.json().text("next"), ""));
        assertThat(slugs(rest)).hasSize(1).doesNotContainAnyElementsOf(slugs(first));
        assertThat(rest.json().find("next")).isEmpty();
        String tag = first.header("ETag");
        Answer known = send(pager, "GET", "/instances?limit=2", "", "If-None-Match", tag);
        assertThat(known.status()).isEqualTo(304);
        assertThat(known.response().body()).isEmpty();
        for (String bad : List.of("limit=0", "limit=201", "limit=x", "cursor=x", "cursor=JyBPUiAx", "cursor=%00")) {
            Answer refused = fits("/instances", "get", send(pager, "GET", "/instances?" + bad, ""));
            assertThat(refused.status()).as(bad).isEqualTo(422);
        }
    }

    @Test
    void bad_bodies_and_unknown_paths_are_refused_in_one_line() {
        for (String body :
                List.of("", "x", "[]", "{\"slug\":1}", "{\"blueprint\":\"wiki\",\"slug\":\"a\",\"admin\":true}")) {
            assertThat(fits("/instances", "post", send(owner, "POST", "/instances", body))
                            .status())
                    .as(body)
                    .isEqualTo(422);
        }
        Answer unknown = send(owner, "GET", "/nothing", "");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(send(owner, "GET", "/instances/none", "").status()).isEqualTo(422);
    }

    @Test
    void who_asks_too_often_is_told_when_to_come_again() {
        String busy = token("busy@example.org", List.of(Permission.INSTANCE_VIEW));
        String id = send(busy, "GET", "/me", "").json().text("token");
        RateLimits limits = control.door(RateLimits.class);
        for (int i = 0; i < ApiGate.ALLOWANCE.acts(); i++) {
            limits.spend(ApiGate.ALLOWANCE, id);
        }
        Answer refused = fits("/me", "get", send(busy, "GET", "/me", ""));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        assertThat(refused.header("RateLimit")).startsWith("\"token\";r=0;");
        assertThat(send(owner, "GET", "/me", "").status()).isEqualTo(200);
    }

    private static final String NOBODYS = "ins_01kb0000000000000000000001";

    private static final Blueprint OFFER =
            new Blueprint("wiki", Map.of("en", "A wiki."), Set.of("title"), new Limits(256 << 20, 500, 128));

    private static String wish(String slug) {
        return "{\"blueprint\":\"wiki\",\"slug\":\"" + slug + "\",\"title\":\"Ours\"}";
    }

    private static List<String> slugs(Answer answer) {
        return answer.json().list("items", i -> ((Json.Obj) i).text("slug"));
    }

    /// The answer, once it was held against what the document says of this operation.
    private Answer fits(String path, String method, Answer answer) {
        Json.Obj responses = document.obj("paths").obj(path).obj(method).obj("responses");
        Json.Obj response = Shape.resolved(document, responses.obj(String.valueOf(answer.status())));
        String type = answer.header("Content-Type");
        assertThat(Shape.faults(document, response.obj("content").obj(type).obj("schema"), answer.json()))
                .isEmpty();
        return answer;
    }

    private List<Json.Obj> media(Json.Obj part) {
        return Shape.resolved(document, part)
                .find("content")
                .map(c -> ((Json.Obj) c)
                        .members().values().stream().map(m -> (Json.Obj) m).toList())
                .orElse(List.of());
    }

    private String token(String mail, List<Permission> scopes) {
        Customers.join(control, control.browser("portal"), mail);
        return issue(mail, scopes);
    }

    private String issue(String mail, List<Permission> scopes) {
        String where =
                " FROM account.member m JOIN account.person p ON p.id = m.person_id WHERE p.email = '" + mail + "'";
        Viewer viewer = new Viewer(
                new UserId(Customers.column(control, "SELECT p.id" + where).getFirst()),
                Optional.of(new CustomerId(Customers.column(control, "SELECT m.customer_id" + where)
                        .getFirst())),
                Optional.empty(),
                mail,
                Language.EN,
                ZoneId.of("UTC"),
                "ses",
                Instant.EPOCH,
                Rights.owner());
        return control.door(Tokens.class)
                .issue(new TokenWish(TokenKind.SERVICE, "test", Set.copyOf(scopes), 1), viewer)
                .secret()
                .revealText();
    }

    private Answer send(String token, String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + control.control().port() + "/v1" + path))
                .header("Host", "portal.casemate.localhost")
                .header("X-Forwarded-For", "192.0.2.8")
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
