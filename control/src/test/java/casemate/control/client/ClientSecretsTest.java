package casemate.control.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Actor;
import casemate.base.Secret;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.SharedHouses;
import casemate.control.instance.Instance;
import casemate.testkit.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/// How secrets of applications are made anew.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedHouses.class)
class ClientSecretsTest {
    private ClientHouse house;

    @BeforeAll
    void start(ClientHouse shared) {
        house = shared;
    }

    @Test
    void a_secret_is_made_anew_and_the_one_before_it_counts_for_a_while() throws Exception {
        Browser kim = house.customer("kim@example.org");
        Instance hers = house.instance("kim@example.org", "kimerp");
        String first = house.secret(hers);
        assertThat(house.orderedKey(hers)).isEqualTo(first);
        Browser.Answer rotated = house.control()
                .browser("portal")
                .call("/local/api/v1/instances/kimerp/client/rotate", Map.of(), "Bearer nobody");
        assertThat(rotated.status()).isIn(401, 403, 404);
        house.control().door(ClientSecrets.class).rotate(hers, new Actor.Program("test"));
        String second = house.secret(hers);
        assertThat(second).isNotEqualTo(first);
        assertThat(house.orderedKey(hers)).isEqualTo(second);
        for (String counts : List.of(first, second)) {
            assertThat(house.exchange(hers, counts, house.code(kim, hers), Map.of())
                            .status())
                    .isEqualTo(200);
        }
        JdbcClient.create(house.control().runtime())
                .sql("UPDATE client.secret SET previous_until = now() - interval '1 second' WHERE instance_id = ?")
                .param(hers.id().value())
                .update();
        assertThat(house.exchange(hers, first, house.code(kim, hers), Map.of()).status())
                .isEqualTo(401);
        house.control().door(ClientSecrets.class).rotate(hers, new Actor.Program("test"));
        assertThat(house.exchange(hers, first, house.code(kim, hers), Map.of()).status())
                .isEqualTo(401);
        assertThat(house.exchange(hers, second, house.code(kim, hers), Map.of()).status())
                .isEqualTo(200);
        assertThat(Customers.column(
                        house.control(),
                        "SELECT count(*) FROM audit.event WHERE action = 'instance.client-rotated' AND object = '"
                                + hers.id().value() + "'"))
                .containsExactly("2");
        assertThatThrownBy(() -> house.control()
                        .door(ClientSecrets.class)
                        .rotate(house.instance("kim@example.org", "kimwiki", "wiki"), new Actor.Program("test")))
                .hasMessageContaining("does not sign on by OpenID Connect");
    }

    @Test
    void a_secret_is_made_anew_by_the_platform_after_a_year_and_each_year_after_that() {
        house.customer("yan@example.org");
        Instance his = house.instance("yan@example.org", "yanerp");
        TestClock clock = TestClock.at(his.created().plus(ClientSecrets.OLDEST));
        ClientSecrets secrets = house.secretsAt(clock);
        List<Secret> first = secrets.counting(his.id());
        secrets.turn();
        assertThat(secrets.counting(his.id()))
                .as("a year old, not older")
                .hasSize(1)
                .isEqualTo(first);
        clock.advance(Duration.ofSeconds(1));
        secrets.turn();
        List<Secret> overlapping = secrets.counting(his.id());
        assertThat(overlapping).hasSize(2).containsAll(first);
        secrets.turn();
        assertThat(secrets.counting(his.id())).as("once").isEqualTo(overlapping);
        clock.advance(ClientSecrets.OVERLAP.minusSeconds(1));
        assertThat(secrets.counting(his.id())).hasSize(2);
        clock.advance(Duration.ofSeconds(1));
        assertThat(secrets.counting(his.id())).containsExactly(overlapping.getFirst());
        clock.advance(ClientSecrets.OLDEST);
        secrets.turn();
        assertThat(secrets.counting(his.id())).hasSize(2).doesNotContainAnyElementsOf(first);
        assertThat(Customers.column(
                        house.control(),
                        "SELECT actor FROM audit.event WHERE action = 'instance.client-rotated' AND object = '"
                                + his.id().value() + "'"))
                .containsExactly("program:issuer", "program:issuer");
    }
}
