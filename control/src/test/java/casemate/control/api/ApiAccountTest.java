package casemate.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.UserId;
import casemate.control.Customers;
import casemate.control.SharedHouses;
import casemate.control.access.Entrances;
import casemate.control.api.ApiHouse.Answer;
import casemate.control.instance.Instances;
import casemate.control.web.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Roles, rules of access and the account's activity by the API for customers' programs.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedHouses.class)
class ApiAccountTest {
    private static final String ACCESS = "/instances/{id}/access";
    private static final String OFFICE = rules(true, "{\"range\":\"192.0.2.0/24\",\"note\":\"office\"}");
    private static final Actor OPERATOR = new Actor.Operator(new UserId("usr_01kb0000000000000000000009"));

    private ApiHouse house;
    private String owner;
    private String other;

    @BeforeAll
    void start(ApiHouse shared) {
        house = shared;
        owner = house.token("una@example.org", Permission.ofCustomers());
        other = house.token("ugo@example.org", Permission.ofCustomers());
    }

    /// Other classes of this house count the answers that are kept.
    @AfterAll
    void forget() {
        JdbcClient.create(house.control().runtime())
                .sql("DELETE FROM api.answer")
                .update();
    }

    @Test
    void a_program_makes_changes_and_removes_a_role_of_the_customers_own() {
        Answer made = house.fits("/roles", "post", house.send(owner, "POST", "/roles", role("Clerk", "instance-view")));
        assertThat(made.status()).isEqualTo(201);
        String path = "/roles/" + made.json().text("code");
        assertThat(house.send(owner, "POST", "/roles", role("Clerk", "member-view"))
                        .status())
                .as("a name is given once")
                .isEqualTo(409);
        Answer changed = house.fits(
                "/roles/{role}",
                "put",
                house.send(owner, "PUT", path, role("Clerks", "instance-view", "billing-view")));
        assertThat(changed.json().text("name")).isEqualTo("Clerks");
        assertThat(texts(changed.json(), "permissions")).containsExactly("instance-view", "billing-view");
        Answer all = house.fits("/roles", "get", house.send(owner, "GET", "/roles", ""));
        assertThat(all.json().list("items", r -> ((Json.Obj) r).text("name")))
                .contains("owner", "administrator", "member", "billing", "read-only", "Clerks");
        Answer one = house.fits("/roles/{role}", "get", house.send(owner, "GET", path, ""));
        assertThat(one.json()).isEqualTo(changed.json());
        for (String method : List.of("GET", "PUT", "DELETE")) {
            String body = method.equals("PUT") ? role("Taken", "instance-view") : "";
            Answer theirs = house.send(other, method, path, body);
            assertThat(theirs.status()).as(method).isEqualTo(404);
            assertThat(theirs.response().body())
                    .isEqualTo(house.send(other, method, "/roles/rol_01kb0000000000000000000001", body)
                            .response()
                            .body());
        }
        assertThat(house.fits("/roles/{role}", "delete", house.send(owner, "DELETE", path, ""))
                        .status())
                .isEqualTo(204);
        assertThat(house.send(owner, "GET", path, "").status()).isEqualTo(404);
        assertThat(actions("role.define", "role.change", "role.remove")).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void a_role_that_is_asked_for_twice_by_one_key_is_made_once() {
        String[] key = {"Idempotency-Key", "the-role-of-the-night-shift"};
        Answer first =
                house.fits("/roles", "post", house.send(owner, "POST", "/roles", role("Night", "member-view"), key));
        Answer again =
                house.fits("/roles", "post", house.send(owner, "POST", "/roles", role("Night", "member-view"), key));
        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(house.send(owner, "GET", "/roles", "").json().list("items", r -> ((Json.Obj) r).text("name")))
                .containsOnlyOnce("Night");
        Answer another = house.send(owner, "POST", "/roles", role("Day", "member-view"), key);
        assertThat(house.fits("/roles", "post", another).status()).isEqualTo(422);
        assertThat(another.json().text("type")).endsWith("idempotency-key-reused");
        assertThat(house.send(owner, "POST", "/roles", role("Day", "member-view"), "Idempotency-Key", "short")
                        .json()
                        .text("type"))
                .endsWith("idempotency-key-malformed");
        assertThat(house.send(other, "POST", "/roles", role("Night", "member-view"), key)
                        .json()
                        .text("code"))
                .as("another customer's key is another key")
                .isNotEqualTo(first.json().text("code"));
        String beyond = house.issue("una@example.org", List.of(Permission.ROLE_MANAGE, Permission.MEMBER_VIEW));
        String[] refused = {"Idempotency-Key", "what-was-refused-is-not-kept"};
        assertThat(house.send(beyond, "POST", "/roles", role("Boss", "customer-delete"), refused)
                        .status())
                .isEqualTo(403);
        assertThat(house.send(beyond, "POST", "/roles", role("Boss", "member-view"), refused)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void a_program_asks_for_an_export_once_withdraws_it_and_cannot_ask_for_a_deletion() {
        String program = house.token("udo@example.org", Permission.ofCustomers());
        String[] key = {"Idempotency-Key", "export-of-this-week"};
        Answer asked = house.fits("/requests/export", "post", house.send(program, "POST", "/requests/export", "", key));
        assertThat(asked.status()).isEqualTo(201);
        assertThat(asked.json().text("state")).isEqualTo("asked");
        assertThat(house.send(program, "POST", "/requests/export", "", key).json())
                .isEqualTo(asked.json());
        assertThat(house.fits("/requests/export", "post", house.send(program, "POST", "/requests/export", ""))
                        .status())
                .isEqualTo(409);
        Answer all = house.fits("/requests", "get", house.send(program, "GET", "/requests", ""));
        assertThat(all.json().list("items", r -> ((Json.Obj) r).text("kind"))).containsExactly("export");
        assertThat(house.send(other, "GET", "/requests", "").json().list("items", r -> r))
                .isEmpty();
        assertThat(house.fits("/exports", "get", house.send(program, "GET", "/exports", ""))
                        .json()
                        .list("items", e -> e))
                .isEmpty();
        String cancel = "/requests/export/cancel";
        assertThat(house.fits(cancel, "post", house.send(other, "POST", cancel, ""))
                        .status())
                .isEqualTo(404);
        assertThat(house.fits(cancel, "post", house.send(program, "POST", cancel, ""))
                        .status())
                .isEqualTo(204);
        assertThat(house.send(program, "POST", "/requests/deletion", "").status())
                .isEqualTo(404);
        String deletion = "/requests/deletion/cancel";
        assertThat(house.fits(deletion, "post", house.send(program, "POST", deletion, ""))
                        .status())
                .isEqualTo(404);
        String viewer = house.issue("udo@example.org", List.of(Permission.CUSTOMER_VIEW));
        assertThat(house.send(viewer, "POST", "/requests/export", "").status()).isEqualTo(403);
        assertThat(house.send(viewer, "POST", deletion, "").status()).isEqualTo(403);
    }

    @Test
    void no_role_comes_of_a_wish_that_is_malformed_or_beyond_the_token() {
        String keeper = house.issue("una@example.org", List.of(Permission.ROLE_MANAGE, Permission.INSTANCE_VIEW));
        assertThat(house.fits("/roles", "post", house.send(keeper, "POST", "/roles", role("Boss", "customer-delete")))
                        .status())
                .isEqualTo(403);
        assertThat(house.send(keeper, "GET", "/roles", "").status()).isEqualTo(403);
        String viewer = house.issue("una@example.org", List.of(Permission.MEMBER_VIEW));
        assertThat(house.send(viewer, "POST", "/roles", role("Mine", "member-view"))
                        .status())
                .isEqualTo(403);
        for (String body : List.of(
                role("None"),
                role("Staff", "staff-audit-view"),
                role("Unknown", "everything"),
                role("two\nlines", "instance-view"),
                role("x".repeat(61), "instance-view"),
                "{\"name\":\"Odd\",\"permissions\":[1]}",
                "{\"name\":\"Odd\",\"permissions\":\"instance-view\"}",
                "{\"name\":\"Odd\",\"permissions\":[\"instance-view\"],\"code\":\"owner\"}")) {
            assertThat(house.fits("/roles", "post", house.send(owner, "POST", "/roles", body))
                            .status())
                    .as(body)
                    .isEqualTo(422);
        }
        for (String builtIn : List.of("owner", "member")) {
            assertThat(house.send(owner, "PUT", "/roles/" + builtIn, role("Mine", "instance-view"))
                            .status())
                    .isEqualTo(404);
            assertThat(house.send(owner, "DELETE", "/roles/" + builtIn, "").status())
                    .isEqualTo(404);
        }
    }

    @Test
    void a_program_sets_who_gets_in_and_undoes_nobodys_work_unseen() {
        String path = "/instances/" + house.instance(owner, "rules") + "/access";
        String tag = house.send(owner, "GET", path, "").header("ETag");
        Answer set = house.fits(ACCESS, "put", house.send(owner, "PUT", path, OFFICE, "If-Match", tag));
        assertThat(set.status()).isEqualTo(200);
        assertThat(house.fits(ACCESS, "get", house.send(owner, "GET", path, "")).json())
                .isEqualTo(set.json());
        Answer late = house.fits(ACCESS, "put", house.send(owner, "PUT", path, OFFICE, "If-Match", tag));
        assertThat(late.json().text("type")).endsWith("access-changed");
        Answer locked = house.fits(ACCESS, "put", house.send(owner, "PUT", path, rules(true, "")));
        assertThat(locked.json().text("type")).endsWith("access-locks-out");
        String meant = rules(true, "").replace("\"restricted\"", "\"sure\":true,\"restricted\"");
        assertThat(house.send(owner, "PUT", path, meant).status()).isEqualTo(200);
        String many = IntStream.range(0, 2_000)
                .mapToObj(i -> "{\"range\":\"2001:db8:%x::/48\",\"note\":\"a branch office\"}".formatted(i))
                .collect(Collectors.joining(","));
        assertThat(house.send(owner, "PUT", path, rules(true, many)).status())
                .as("a long list is no large file")
                .isEqualTo(200);
        String viewer = house.issue("una@example.org", List.of(Permission.INSTANCE_VIEW, Permission.ACCESS_VIEW));
        assertThat(house.fits(ACCESS, "put", house.send(viewer, "PUT", path, OFFICE))
                        .status())
                .isEqualTo(403);
        assertThat(house.fits(ACCESS, "put", house.send(other, "PUT", path, OFFICE))
                        .status())
                .isEqualTo(404);
        for (String bad : List.of(
                "{\"range\":\"192.0.2.1/24\"}",
                "{\"range\":\"example.org\"}",
                "{\"range\":\"192.0.2.1\",\"note\":\"a\\nb\"}",
                "{\"range\":\"192.0.2.1\\n198.51.100.0/24\"}",
                "{\"range\":\"192.0.2.1\",\"more\":1}",
                "{\"range\":\"192.0.2.1\"},{\"range\":\"192.0.2.1/32\"}",
                "\"192.0.2.1\"")) {
            assertThat(house.fits(ACCESS, "put", house.send(owner, "PUT", path, rules(true, bad)))
                            .status())
                    .as(bad)
                    .isEqualTo(422);
        }
        assertThat(house.send(owner, "PUT", path, OFFICE.replace("any", "some")).status())
                .isEqualTo(422);
        assertThat(actions("access.rules")).hasSize(3);
    }

    @Test
    void a_program_sees_an_instances_devices_and_keeps_one_out() {
        String id = house.instance(owner, "hall");
        String path = "/instances/" + id + "/access/devices";
        house.control()
                .door(Entrances.class)
                .enrol(new InstanceId(id), "Hall", 30, "https://hall.example", new Actor.Program("test"));
        Answer all = house.fits(ACCESS + "/devices", "get", house.send(owner, "GET", path, ""));
        Json.Obj hall = all.json().list("items", d -> (Json.Obj) d).getFirst();
        assertThat(hall.text("state")).isEqualTo("waiting");
        assertThat(new String(all.response().body(), java.nio.charset.StandardCharsets.UTF_8))
                .as("the link was shown once")
                .doesNotContain("code=");
        String one = path + "/" + hall.text("id");
        String viewer = house.issue("una@example.org", List.of(Permission.INSTANCE_VIEW, Permission.ACCESS_VIEW));
        assertThat(house.send(viewer, "DELETE", one, "").status()).isEqualTo(403);
        assertThat(house.send(other, "GET", path, "").status()).isEqualTo(404);
        assertThat(house.send(other, "DELETE", one, "").response().body())
                .isEqualTo(house.send(other, "DELETE", one.replace(id, ApiHouse.NOBODYS), "")
                        .response()
                        .body());
        String operation = ACCESS + "/devices/{device}";
        assertThat(house.fits(operation, "delete", house.send(owner, "DELETE", one, ""))
                        .status())
                .isEqualTo(204);
        assertThat(house.fits(operation, "delete", house.send(owner, "DELETE", one, ""))
                        .status())
                .isEqualTo(404);
        assertThat(house.send(owner, "GET", path, "").json().list("items", d -> d))
                .isEmpty();
    }

    @Test
    void a_customer_is_told_page_by_page_what_was_done_in_its_account_and_nothing_of_others() {
        String ida = house.token("ida@example.org", Permission.ofCustomers());
        String id = house.instance(ida, "ida");
        house.send(ida, "POST", "/instances/" + id + "/stop", "");
        house.control().door(Instances.class).start(new InstanceId(id), OPERATOR);
        List<Json.Obj> whole = events(house.fits("/activity", "get", house.send(ida, "GET", "/activity", "")));
        assertThat(whole.stream().map(e -> e.text("action")))
                .containsSubsequence("instance.start", "instance.stop", "instance.create", "token.issue");
        Json.Obj byOperator = whole.stream()
                .filter(e -> e.text("action").equals("instance.start"))
                .findFirst()
                .orElseThrow();
        assertThat(byOperator.text("by")).isEqualTo("operator");
        assertThat(byOperator.find("detail")).isEmpty();
        assertThat(whole.toString()).doesNotContain("usr_01kb0000000000000000000009");

        List<Json.Obj> paged = new ArrayList<>();
        String next = "";
        do {
            Answer page = house.fits("/activity", "get", house.send(ida, "GET", "/activity?limit=2" + next, ""));
            paged.addAll(events(page));
            next = page.json().find("next").isPresent()
                    ? "&cursor=" + page.json().text("next")
                    : "";
        } while (!next.isEmpty());
        assertThat(paged).isEqualTo(whole);

        assertThat(events(house.send(other, "GET", "/activity", "")).toString()).doesNotContain(id);
        String viewer = house.issue("ida@example.org", List.of(Permission.INSTANCE_VIEW));
        assertThat(house.fits("/activity", "get", house.send(viewer, "GET", "/activity", ""))
                        .status())
                .isEqualTo(403);
        for (String bad : List.of("x", "MS0x", "LTEtMQ", "OTk5OTk5OTk5OTk5OTk5OTktMQ", "JyBPUiAx")) {
            assertThat(house.fits("/activity", "get", house.send(ida, "GET", "/activity?cursor=" + bad, ""))
                            .status())
                    .as(bad)
                    .isIn(200, 422);
        }
    }

    private List<String> actions(String... actions) {
        return Customers.column(
                house.control(),
                "SELECT object FROM audit.event WHERE customer IS NOT NULL AND action IN ('"
                        + String.join("','", actions) + "')");
    }

    private static List<Json.Obj> events(Answer answer) {
        return answer.json().list("items", e -> (Json.Obj) e);
    }

    private static List<String> texts(Json.Obj object, String member) {
        return object.list(member, t -> ((Json.Text) t).value());
    }

    private static String role(String name, String... permissions) {
        return Json.object()
                .put("name", name)
                .put("permissions", Json.texts(List.of(permissions)))
                .build()
                .text();
    }

    private static String rules(boolean restricted, String ranges) {
        return "{\"restricted\":" + restricted
                + ",\"need\":\"any\",\"byAddress\":true,\"byDevice\":false,\"signOn\":false,\"ranges\":[" + ranges
                + "]}";
    }
}
