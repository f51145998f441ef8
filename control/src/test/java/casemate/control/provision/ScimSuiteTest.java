package casemate.control.provision;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.base.UserId;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.SharedHouses;
import casemate.control.account.Memberships;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What common directories send, over a real socket to the whole program.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedHouses.class)
class ScimSuiteTest {
    private ScimHouse house;
    private ScimWire scim;

    @BeforeAll
    void start(ScimHouse shared) {
        house = shared;
        scim = house.scim();
    }

    @Test
    void what_there_is_can_be_discovered_and_bulk_is_refused_politely() {
        Json.Obj config = scim.get("/ServiceProviderConfig").is(200).json();
        assertThat(config.obj("patch").bool("supported")).isTrue();
        assertThat(config.obj("bulk").bool("supported")).isFalse();
        assertThat(scim.get("/ResourceTypes").is(200).resources()).hasSize(2);
        assertThat(scim.get("/ResourceTypes/User").is(200).json().text("endpoint"))
                .isEqualTo("/Users");
        assertThat(scim.get("/Schemas").is(200).resources()).hasSize(2);
        scim.get("/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group").is(200);
        scim.get("/Schemas/none").is(404);
        scim.post("/Bulk", "{\"Operations\":[]}").is(501);
        scim.get("/Me").is(501);
        scim.get("/Nothing").is(404);
    }

    /// As Okta does: look, create, read, change as a whole, switch off without a path, switch on.
    @Test
    void okta_provisions_somebody() {
        String mail = house.mail();
        assertThat(scim.find("/Users", "userName eq \"" + mail + "\"")
                        .is(200)
                        .json()
                        .integer("totalResults"))
                .isZero();
        ScimWire.Answer made = scim.post("/Users", """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"%1$s",
                 "name":{"givenName":"Anna","familyName":"Nowak"},"emails":[{"primary":true,"value":"%1$s","type":"work"}],
                 "displayName":"Anna Nowak","locale":"fr-FR","externalId":"00u1","groups":[],"password":"1mz050nq",
                 "active":true}""".formatted(mail)).is(201);
        assertThat(made.header("Location")).endsWith("/scim/v2/Users/" + made.id());
        assertThat(made.json().obj("name").text("givenName")).isEqualTo("Anna");
        assertThat(made.json().find("password")).isEmpty();
        assertThat(scim.find("/Users", "userName eq \"" + mail.toUpperCase(java.util.Locale.ROOT) + "\"")
                        .resources())
                .hasSize(1);
        assertThat(house.language(mail)).isEqualTo("fr");
        String user = "/Users/" + made.id();
        scim.put(user, """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"%2$s","userName":"%1$s",
                 "name":{"givenName":"Ann","familyName":"Nowak"},"emails":[{"primary":true,"value":"%1$s"}],"active":true}
                """.formatted(mail, made.id())).is(200);
        assertThat(scim.get(user).json().obj("name").text("givenName")).isEqualTo("Ann");
        scim.patch(user, "[{\"op\":\"replace\",\"value\":{\"active\":false}}]").is(200);
        assertThat(scim.get(user).json().bool("active")).isFalse();
        assertThat(house.belongs(mail)).isFalse();
        scim.patch(user, "[{\"op\":\"replace\",\"value\":{\"active\":true}}]").is(200);
        assertThat(house.belongs(mail)).isTrue();
    }

    /// As Microsoft Entra does: capitals in op, flags as text, names with dots for keys, a filter in the path.
    @Test
    void entra_provisions_somebody() {
        String mail = house.mail();
        String id = scim.post("/Users", """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User",
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"externalId":"58342554","userName":"%1$s",
                 "active":true,"displayName":"lennay","emails":[{"primary":true,"type":"work","value":"%1$s"}],
                 "meta":{"resourceType":"User"},"name":{"formatted":"Ryan","familyName":"Leenay","givenName":"Ryan"},
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"bob"},
                 "roles":[],"title":null}""".formatted(mail)).is(201).id();
        String user = "/Users/" + id;
        Json.Obj changed = scim.patch(user, """
                [{"op":"Replace","path":"displayName","value":"Lennay R."},
                 {"op":"Add","path":"name.familyName","value":"Lee"},
                 {"op":"Replace","value":{"name.givenName":"Rye","externalId":"58342555",
                  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department":"sales"}},
                 {"op":"Replace","path":"addresses[type eq \\"work\\"].country","value":"PL"},
                 {"op":"Replace","path":"emails[type eq \\"work\\"].value","value":"%s"}]
                """.formatted(mail)).is(200).json();
        assertThat(changed.text("displayName")).isEqualTo("Lennay R.");
        assertThat(changed.obj("name").text("familyName")).isEqualTo("Lee");
        assertThat(changed.obj("name").text("givenName")).isEqualTo("Rye");
        assertThat(changed.text("externalId")).isEqualTo("58342555");
        assertThat(scim.find("/Users", "externalId eq \"58342555\"").resources())
                .hasSize(1);
        scim.patch(user, "[{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}]")
                .is(200);
        assertThat(scim.get(user).json().bool("active")).isFalse();
        scim.patch(user, "[{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"True\"}]")
                .is(200);
        scim.patch(user, "[{\"op\":\"Remove\",\"path\":\"name.familyName\"}]").is(200);
        assertThat(scim.get(user).json().obj("name").find("familyName")).isEmpty();
        scim.delete(user).is(204);
        scim.get(user).is(404);
        scim.delete(user).is(404);
        assertThat(house.belongs(mail)).isFalse();
    }

    /// As Keycloak's plug-ins do: a plain user name beside the address, everything by PUT.
    @Test
    void keycloak_provisions_somebody() {
        String mail = house.mail();
        String id = scim.post("/Users", """
                {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"k-%1$s-name",
                 "emails":[{"value":"second-%1$s"},{"value":"%1$s","primary":true}]}""".formatted(mail)).is(201).id();
        assertThat(scim.get("/Users/" + id).json().bool("active")).isTrue();
        assertThat(house.belongs(mail)).isTrue();
        scim.put("/Users/" + id, """
                {"userName":"k-%1$s-name","emails":[{"value":"%1$s","primary":true}],"active":false}""".formatted(mail)).is(200);
        assertThat(house.belongs(mail)).isFalse();
        scim.post("/Users", "{\"userName\":\"no address\"}").is(400);
    }

    @Test
    void names_and_addresses_are_unique_and_the_answer_says_so() {
        String mail = house.mail();
        String id = house.person(mail);
        Json.Obj problem =
                scim.post("/Users", "{\"userName\":\"" + mail + "\"}").is(409).json();
        assertThat(problem.text("scimType")).isEqualTo("uniqueness");
        assertThat(problem.list("schemas", s -> ((Json.Text) s).value()))
                .containsExactly("urn:ietf:params:scim:api:messages:2.0:Error");
        scim.post("/Users", "{\"userName\":\"another\",\"emails\":[{\"value\":\"" + mail + "\"}]}")
                .is(409);
        String other = house.person();
        scim.patch("/Users/" + other, "[{\"op\":\"replace\",\"path\":\"userName\",\"value\":\"" + mail + "\"}]")
                .is(409);
        assertThat(scim.get("/Users/" + id).json().text("userName")).isEqualTo(mail);
    }

    @Test
    void versions_are_told_and_an_outdated_change_is_refused() {
        String user = "/Users/" + house.person();
        ScimWire.Answer first = scim.get(user).is(200);
        String etag = first.header("ETag");
        assertThat(first.json().obj("meta").text("version")).isEqualTo(etag);
        scim.get(user, "If-None-Match", etag).is(304);
        scim.patch(user, "[{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"A\"}]", "If-Match", etag)
                .is(200);
        scim.patch(user, "[{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"B\"}]", "If-Match", etag)
                .is(412);
        scim.delete(user, "If-Match", etag).is(412);
        assertThat(scim.get(user).json().text("displayName")).isEqualTo("A");
        scim.get(user, "If-None-Match", etag).is(200);
        scim.patch(user, "[{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"C\"}]", "If-Match", "*")
                .is(200);
        String same = scim.get(user).header("ETag");
        scim.patch(user, "[{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"C\"}]")
                .is(200);
        assertThat(scim.get(user).header("ETag")).as("nothing changed").isEqualTo(same);
    }

    @Test
    void pages_are_bounded_sorted_and_cut_to_what_was_asked() {
        for (int i = 0; i < 5; i++) {
            scim.post("/Users", "{\"userName\":\"page" + i + "@pages.example\"}")
                    .is(201);
        }
        String filter = "filter=userName+sw+%22page%22+and+emails.value+ew+%22pages.example%22";
        ScimWire.Answer page = scim.get(
                        "/Users?" + filter + "&startIndex=2&count=2&sortBy=userName&sortOrder=descending")
                .is(200);
        assertThat(page.json().integer("totalResults")).isEqualTo(5);
        assertThat(page.json().integer("itemsPerPage")).isEqualTo(2);
        assertThat(page.resources().stream().map(r -> r.text("userName")))
                .containsExactly("page3@pages.example", "page2@pages.example");
        assertThat(scim.get("/Users?" + filter + "&count=0").json().integer("totalResults"))
                .isEqualTo(5);
        assertThat(scim.get("/Users?" + filter + "&startIndex=99").resources()).isEmpty();
        assertThat(scim.get("/Users?" + filter + "&startIndex=-3&count=100000").resources())
                .hasSize(5);
        assertThat(scim.get("/Users?" + filter + "&attributes=userName")
                        .resources()
                        .getFirst()
                        .members()
                        .keySet())
                .containsExactlyInAnyOrder("schemas", "id", "userName");
        scim.get("/Users?count=many").is(400);
        scim.get("/Users?sortBy=password").is(400);
        scim.get("/Users?sortBy=emails.type").is(400);
    }

    @Test
    void whoever_is_switched_off_or_deleted_is_signed_out_at_once() {
        for (String act : List.of("switch", "delete")) {
            String mail = house.mail();
            String user = "/Users/" + house.person(mail);
            JdbcClient.create(house.control().runtime())
                    .sql("UPDATE account.person SET verifier = (SELECT verifier FROM account.person WHERE email ="
                            + " 'owner@example.org') WHERE email = ?")
                    .param(mail)
                    .update();
            Browser browser = house.control().browser("portal");
            Customers.signIn(browser, mail, Customers.PASSWORD);
            assertThat(browser.get("/account/security").path()).isEqualTo("/account/security");
            if (act.equals("delete")) {
                scim.delete(user).is(204);
            } else {
                scim.patch(user, "[{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}]")
                        .is(200);
            }
            assertThat(browser.get("/account/security").path()).startsWith("/sign-in");
        }
    }

    @Test
    void whoever_belongs_to_others_too_stays_signed_in_there_and_is_out_here_at_once() {
        String mail = house.mail();
        CustomerId elsewhere = house.customer(mail);
        UserId person = new UserId(
                Customers.column(house.control(), "SELECT id FROM account.person WHERE email = '" + mail + "'")
                        .getFirst());
        house.control().door(Memberships.class).add(person, house.customer(), Optional.of("member"));
        Browser here = house.control().browser("portal");
        Browser there = house.control().browser("portal");
        for (Browser browser : List.of(here, there)) {
            Customers.signIn(browser, mail, Customers.PASSWORD);
            browser.get("/account/security");
        }
        here.post("/account/acting", Map.of("customer", house.customer().value()));
        assertThat(here.get("/account/security").path()).isEqualTo("/account/security");
        String user = house.person(mail);
        scim.delete("/Users/" + user).is(204);
        assertThat(here.get("/account/security").path()).startsWith("/sign-in");
        assertThat(there.get("/account/security").path()).isEqualTo("/account/security");
        assertThat(there.post(
                                "/account/acting",
                                Map.of("customer", house.customer().value()))
                        .status())
                .isEqualTo(404);
        assertThat(house.belongs(mail)).isFalse();
        assertThat(house.control().door(Memberships.class).find(person, elsewhere))
                .isPresent();
    }
}
