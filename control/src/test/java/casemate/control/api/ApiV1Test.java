package casemate.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Json;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.SharedHouses;
import casemate.control.api.ApiHouse.Answer;
import casemate.control.web.Permission;
import casemate.control.web.RateLimits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// The API for customers' programs over a real socket, each answer held against the document.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedHouses.class)
class ApiV1Test {
    private ApiHouse house;
    private Json.Obj document;
    private String owner;
    private String other;

    @BeforeAll
    void start(ApiHouse shared) {
        house = shared;
        document = house.document();
        owner = house.token("owner@example.org", Permission.ofCustomers());
        other = house.token("other@example.org", Permission.ofCustomers());
    }

    @Test
    void every_handler_is_in_the_document_and_the_other_way_round() {
        Set<String> handlers = new TreeSet<>();
        house.control()
                .door(RequestMappingHandlerMapping.class)
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
        Answer me = house.fits("/me", "get", house.send(owner, "GET", "/me", ""));
        assertThat(me.json().text("email")).isEqualTo("owner@example.org");
        assertThat(me.header("RateLimit")).startsWith("\"token\";r=");
        house.fits("/customer", "get", house.send(owner, "GET", "/customer", ""));
        house.fits("/members", "get", house.send(owner, "GET", "/members", ""));
        house.fits("/blueprints", "get", house.send(owner, "GET", "/blueprints", ""));
        Answer made =
                house.fits("/instances", "post", house.send(owner, "POST", "/instances", ApiHouse.wish("orders")));
        assertThat(made.status()).isEqualTo(201);
        String id = made.json().obj("instance").text("id");
        house.fits("/instances/{id}", "get", house.send(owner, "GET", "/instances/" + id, ""));
        house.fits("/instances/{id}/access", "get", house.send(owner, "GET", "/instances/" + id + "/access", ""));
        assertThat(house.fits(
                                "/instances/{id}/stop",
                                "post",
                                house.send(owner, "POST", "/instances/" + id + "/stop", ""))
                        .json()
                        .text("state"))
                .isEqualTo("stopped");
        house.fits("/instances/{id}/start", "post", house.send(owner, "POST", "/instances/" + id + "/start", ""));
        assertThat(house.fits(
                                "/instances/{id}",
                                "delete",
                                house.send(owner, "DELETE", "/instances/" + id + "?confirm=no", ""))
                        .status())
                .isEqualTo(422);
        Answer erased = house.fits(
                "/instances/{id}", "delete", house.send(owner, "DELETE", "/instances/" + id + "?confirm=orders", ""));
        assertThat(erased.json().text("state")).isEqualTo("erasing");
        assertThat(house.send("", "GET", "/openapi.json", "").json().text("openapi"))
                .isEqualTo("3.1.1");
    }

    @Test
    void without_a_token_nobody_is_heard_not_even_with_a_cookie() {
        Answer refused = house.fits("/me", "get", house.send("", "GET", "/me", ""));
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        Browser browser = house.control().browser("portal");
        Customers.signIn(browser, "owner@example.org", Customers.PASSWORD);
        assertThat(browser.get("/account").status()).isEqualTo(200);
        assertThat(browser.get("/v1/me").status()).isEqualTo(401);
        assertThat(browser.postOnly("/v1/instances", Map.of("slug", "by-form")).status())
                .isEqualTo(401);
    }

    @Test
    void a_token_may_what_its_scopes_say_and_another_customers_ids_tell_nothing() {
        String id = house.send(owner, "POST", "/instances", ApiHouse.wish("scoped"))
                .json()
                .obj("instance")
                .text("id");
        String viewer = house.issue("owner@example.org", List.of(Permission.INSTANCE_VIEW));
        assertThat(house.send(viewer, "GET", "/instances/" + id, "").status()).isEqualTo(200);
        assertThat(house.fits(
                                "/instances/{id}/stop",
                                "post",
                                house.send(viewer, "POST", "/instances/" + id + "/stop", ""))
                        .status())
                .isEqualTo(403);
        assertThat(house.send(viewer, "GET", "/customer", "").status()).isEqualTo(403);
        assertThat(house.send(viewer, "GET", "/members", "").status()).isEqualTo(403);
        for (String path : List.of("/instances/" + id, "/instances/" + id + "/access")) {
            assertThat(house.send(other, "GET", path, "").response().body())
                    .isEqualTo(house.send(other, "GET", path.replace(id, ApiHouse.NOBODYS), "")
                            .response()
                            .body());
            assertThat(house.send(other, "GET", path, "").status()).isEqualTo(404);
        }
        assertThat(house.send(other, "DELETE", "/instances/" + id + "?confirm=scoped", "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void a_request_that_comes_twice_is_done_once() {
        String body = ApiHouse.wish("twice");
        Answer first = house.send(owner, "POST", "/instances", body, "Idempotency-Key", "order-4711");
        Answer second = house.send(owner, "POST", "/instances", body, "Idempotency-Key", "order-4711");
        assertThat(first.status()).isEqualTo(201);
        assertThat(second.json()).isEqualTo(first.json());
        Answer reused =
                house.send(owner, "POST", "/instances", ApiHouse.wish("other"), "Idempotency-Key", "order-4711");
        assertThat(reused.status()).isEqualTo(422);
        assertThat(reused.json().text("type")).endsWith("idempotency-key-reused");
        assertThat(house.send(owner, "POST", "/instances", body).status())
                .as("without the key")
                .isEqualTo(409);
        assertThat(house.send(owner, "POST", "/instances", body, "Idempotency-Key", "short")
                        .status())
                .isEqualTo(422);
        assertThat(Customers.column(house.control(), "SELECT encode(answer, 'escape') FROM api.answer"))
                .hasSize(1)
                .noneMatch(kept -> kept.contains(first.json().text("adminPassword")));
        Answer refused = house.send(other, "POST", "/instances", body, "Idempotency-Key", "order-4711");
        assertThat(refused.status())
                .as("another's key is not in the way, the name is")
                .isEqualTo(409);
        assertThat(Customers.column(house.control(), "SELECT 1 FROM api.answer"))
                .as("a refusal is not kept")
                .hasSize(1);
    }

    @Test
    void pages_follow_one_another_and_a_known_answer_is_not_sent_again() {
        String pager = house.token("pager@example.org", Permission.ofCustomers());
        for (String slug : List.of("page-one", "page-two", "page-three")) {
            assertThat(house.send(pager, "POST", "/instances", ApiHouse.wish(slug))
                            .status())
                    .isEqualTo(201);
        }
        Answer first = house.fits("/instances", "get", house.send(pager, "GET", "/instances?limit=2", ""));
        assertThat(slugs(first)).hasSize(2);
        Answer rest = house.fits(
                "/instances",
                "get",
                house.send(
                        pager,
                        "GET",
                        "/instances?limit=2&cursor=" + first.json().text("next"),
                        ""));
        assertThat(slugs(rest)).hasSize(1).doesNotContainAnyElementsOf(slugs(first));
        assertThat(rest.json().find("next")).isEmpty();
        String tag = first.header("ETag");
        Answer known = house.send(pager, "GET", "/instances?limit=2", "", "If-None-Match", tag);
        assertThat(known.status()).isEqualTo(304);
        assertThat(known.response().body()).isEmpty();
        for (String bad : List.of("limit=0", "limit=201", "limit=x", "cursor=x", "cursor=JyBPUiAx", "cursor=%00")) {
            Answer refused = house.fits("/instances", "get", house.send(pager, "GET", "/instances?" + bad, ""));
            assertThat(refused.status()).as(bad).isEqualTo(422);
        }
    }

    @Test
    void bad_bodies_and_unknown_paths_are_refused_in_one_line() {
        for (String body :
                List.of("", "x", "[]", "{\"slug\":1}", "{\"blueprint\":\"wiki\",\"slug\":\"a\",\"admin\":true}")) {
            assertThat(house.fits("/instances", "post", house.send(owner, "POST", "/instances", body))
                            .status())
                    .as(body)
                    .isEqualTo(422);
        }
        Answer unknown = house.send(owner, "GET", "/nothing", "");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(house.send(owner, "GET", "/instances/none", "").status()).isEqualTo(422);
    }

    @Test
    void who_asks_too_often_is_told_when_to_come_again() {
        String busy = house.token("busy@example.org", List.of(Permission.INSTANCE_VIEW));
        String id = house.send(busy, "GET", "/me", "").json().text("token");
        RateLimits limits = house.control().door(RateLimits.class);
        for (int i = 0; i < ApiGate.ALLOWANCE.acts(); i++) {
            limits.spend(ApiGate.ALLOWANCE, id);
        }
        Answer refused = house.fits("/me", "get", house.send(busy, "GET", "/me", ""));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        assertThat(refused.header("RateLimit")).startsWith("\"token\";r=0;");
        assertThat(house.send(owner, "GET", "/me", "").status()).isEqualTo(200);
    }

    private static List<String> slugs(Answer answer) {
        return answer.json().list("items", i -> ((Json.Obj) i).text("slug"));
    }

    private List<Json.Obj> media(Json.Obj part) {
        return Shape.resolved(document, part)
                .find("content")
                .map(c -> ((Json.Obj) c)
                        .members().values().stream().map(m -> (Json.Obj) m).toList())
                .orElse(List.of());
    }
}
