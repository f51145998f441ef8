package casemate.control.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Json;
import casemate.control.SharedHouses;
import casemate.control.role.Role;
import casemate.control.role.Roles;
import casemate.control.web.Permission;
import casemate.control.web.Rights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Groups that directories send, and the roles that a customer gives to them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedHouses.class)
class ScimGroupsTest {
    private ScimHouse house;
    private ScimWire scim;

    @BeforeAll
    void start(ScimHouse shared) {
        house = shared;
        scim = house.scim();
    }

    @Test
    void groups_take_and_lose_members_in_every_manner_that_directories_have() {
        String one = house.person();
        String two = house.person();
        String three = house.person();
        String id = scim.post(
                        "/Groups",
                        "{\"displayName\":\"Sales\",\"externalId\":\"g1\",\"members\":[{\"value\":\"" + one + "\"}]}")
                .is(201)
                .id();
        String group = "/Groups/" + id;
        scim.patch(
                        group,
                        "[{\"op\":\"Add\",\"path\":\"members\",\"value\":[{\"$ref\":null,\"value\":\"" + two + "\"}]}]")
                .is(200);
        scim.patch(group, "[{\"op\":\"add\",\"value\":{\"members\":[{\"value\":\"" + three + "\"}]}}]")
                .is(200);
        assertThat(house.members(group)).containsExactlyInAnyOrder(one, two, three);
        assertThat(scim.get("/Users/" + one).json().list("groups", g -> ((Json.Obj) g).text("display")))
                .containsExactly("Sales");
        scim.patch(group, "[{\"op\":\"remove\",\"path\":\"members[value eq \\\"" + one + "\\\"]\"}]")
                .is(200);
        scim.patch(group, "[{\"op\":\"Remove\",\"path\":\"members\",\"value\":[{\"value\":\"" + two + "\"}]}]")
                .is(200);
        assertThat(house.members(group)).containsExactly(three);
        assertThat(scim.find("/Groups", "members.value eq \"" + three + "\"").resources())
                .hasSize(1);
        assertThat(scim.find("/Groups", "displayName eq \"sales\"").resources()).hasSize(1);
        assertThat(scim.get("/Groups?excludedAttributes=members")
                        .resources()
                        .getFirst()
                        .find("members"))
                .isEmpty();
        scim.patch(group, "[{\"op\":\"replace\",\"path\":\"displayName\",\"value\":\"Selling\"}]")
                .is(200);
        scim.patch(group, "[{\"op\":\"replace\",\"value\":{\"id\":\"" + id + "\",\"displayName\":\"Sellers\"}}]")
                .is(200);
        scim.put(
                        group,
                        "{\"displayName\":\"Sellers\",\"members\":[{\"value\":\"" + one + "\"},{\"value\":\"" + two
                                + "\"}]}")
                .is(200);
        assertThat(house.members(group)).containsExactlyInAnyOrder(one, two);
        scim.patch(group, "[{\"op\":\"remove\",\"path\":\"members\"}]").is(200);
        assertThat(house.members(group)).isEmpty();
        scim.patch(group, "[{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"scu_nobody\"}]}]")
                .is(400);
        scim.post("/Groups", "{\"displayName\":\"SELLERS\"}").is(409);
        scim.delete(group).is(204);
        scim.get(group).is(404);
    }

    @Test
    void a_group_gives_its_role_and_takes_it_again_and_never_touches_an_owner() {
        String mail = house.mail();
        String one = house.person(mail);
        String owner = house.person("owner@example.org");
        String id = scim.post("/Groups", "{\"displayName\":\"Admins\"}").is(201).id();
        house.control()
                .door(Groups.class)
                .give(
                        house.customer(),
                        id,
                        Optional.of("administrator"),
                        Rights.owner(),
                        house.viewer(house.customer()).actor());
        scim.patch(
                        "/Groups/" + id,
                        "[{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"" + one + "\"},{\"value\":\""
                                + owner + "\"}]}]")
                .is(200);
        assertThat(house.role(mail)).isEqualTo("administrator");
        assertThat(house.role("owner@example.org")).isEqualTo("owner");
        scim.patch("/Groups/" + id, "[{\"op\":\"remove\",\"path\":\"members\"}]")
                .is(200);
        assertThat(house.role(mail)).isEqualTo("null");
        assertThat(house.role("owner@example.org")).isEqualTo("owner");
        // The last owner stays, whatever the directory says; nothing else of the request is done either.
        ScimWire.Answer refused = scim.patch(
                "/Users/" + owner, "[{\"op\":\"replace\",\"value\":{\"active\":false,\"displayName\":\"gone\"}}]");
        refused.is(409);
        assertThat(scim.get("/Users/" + owner).json().bool("active")).isTrue();
        scim.delete("/Users/" + owner).is(409);
    }

    @Test
    void a_group_gives_a_role_of_the_customers_own_before_the_built_in_ones_and_none_beyond_its_givers() {
        String mail = house.mail();
        String one = house.person(mail);
        Roles roles = house.control().door(Roles.class);
        Role clerk = roles.define(
                house.customer(),
                "Clerk",
                Set.of(Permission.INSTANCE_VIEW),
                Rights.owner(),
                house.viewer(house.customer()).actor());
        List<String> groups = new ArrayList<>();
        for (String role : List.of("member", clerk.code(), "administrator")) {
            String id = scim.post(
                            "/Groups",
                            "{\"displayName\":\"Of " + role + "\",\"members\":[{\"value\":\"" + one + "\"}]}")
                    .is(201)
                    .id();
            groups.add(id);
            house.control()
                    .door(Groups.class)
                    .give(
                            house.customer(),
                            id,
                            Optional.of(role),
                            Rights.owner(),
                            house.viewer(house.customer()).actor());
            assertThat(house.role(mail)).isEqualTo(role);
        }
        scim.delete("/Groups/" + groups.getLast()).is(204);
        assertThat(house.role(mail)).isEqualTo(clerk.code());
        Rights clerks = new Rights(clerk.permissions(), Map.of());
        assertThatThrownBy(() -> house.control()
                        .door(Groups.class)
                        .give(
                                house.customer(),
                                groups.getFirst(),
                                Optional.of("billing"),
                                clerks,
                                house.viewer(house.customer()).actor()))
                .hasMessageContaining("Your own role does not allow");
        assertThatThrownBy(() -> house.control()
                        .door(Groups.class)
                        .give(
                                house.customer(),
                                groups.getFirst(),
                                Optional.of("owner"),
                                Rights.owner(),
                                house.viewer(house.customer()).actor()))
                .hasMessageContaining("groups make no owners");
        house.control()
                .door(Groups.class)
                .give(
                        house.customer(),
                        groups.get(1),
                        Optional.empty(),
                        Rights.owner(),
                        house.viewer(house.customer()).actor());
        assertThat(house.role(mail)).isEqualTo("member");
    }
}
