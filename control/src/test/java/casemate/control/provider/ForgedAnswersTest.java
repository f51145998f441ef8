package casemate.control.provider;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.SharedHouses;
import casemate.control.provider.CanaryProvider.User;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// What somebody could send in the place of a provider, or of the browser that was there.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedHouses.class)
class ForgedAnswersTest {
    private SignOnHouse house;

    @BeforeAll
    void start(SignOnHouse shared) {
        house = shared;
    }

    @AfterEach
    void honest() {
        house.honest();
    }

    @Test
    void every_forged_token_and_every_answer_out_of_place_is_refused_on_the_record_and_changes_nothing()
            throws Exception {
        User mallory = new User("u-mallory", "mallory@acme.example", List.of());
        Map<String, UnaryOperator<JWTClaimsSet>> lies = new LinkedHashMap<>();
        lies.put(
                "another audience",
                c -> new JWTClaimsSet.Builder(c).audience("other").build());
        lies.put(
                "several audiences, ours not the party",
                c -> new JWTClaimsSet.Builder(c)
                        .audience(List.of(CanaryProvider.CLIENT, "other"))
                        .claim("azp", "other")
                        .build());
        lies.put(
                "another issuer",
                c -> new JWTClaimsSet.Builder(c).issuer("https://other.example").build());
        lies.put(
                "expired",
                c -> new JWTClaimsSet.Builder(c)
                        .expirationTime(Date.from(Instant.now().minus(Duration.ofMinutes(5))))
                        .build());
        lies.put("no end", c -> new JWTClaimsSet.Builder(c).expirationTime(null).build());
        lies.put(
                "from the future",
                c -> new JWTClaimsSet.Builder(c)
                        .issueTime(Date.from(Instant.now().plus(Duration.ofMinutes(10))))
                        .build());
        lies.put(
                "another nonce",
                c -> new JWTClaimsSet.Builder(c).claim("nonce", "other").build());
        lies.put(
                "no nonce",
                c -> new JWTClaimsSet.Builder(c).claim("nonce", null).build());
        lies.put("nobody", c -> new JWTClaimsSet.Builder(c).subject(null).build());
        lies.put(
                "a name that is too long",
                c -> new JWTClaimsSet.Builder(c).subject("x".repeat(300)).build());
        lies.put(
                "an address that the provider denies",
                c -> new JWTClaimsSet.Builder(c).claim("email_verified", false).build());
        Map<String, UnaryOperator<String>> forgeries = new LinkedHashMap<>();
        CanaryProvider other = CanaryProvider.start(Clock.systemUTC());
        forgeries.put("signed by a stranger", t -> other.signed(SignOnHouse.claims(t)));
        forgeries.put("algorithm none", t -> new PlainJWT(SignOnHouse.claims(t)).serialize());
        forgeries.put("HMAC with the public key", house::hmac);
        forgeries.put(
                "changed after signing",
                t -> t.substring(0, t.indexOf('.') + 5) + "x" + t.substring(t.indexOf('.') + 6));
        forgeries.put("without its signature", t -> t.substring(0, t.lastIndexOf('.') + 1));
        forgeries.put("a logout token", _ -> house.provider().logoutToken(mallory));
        forgeries.put("no token", _ -> "nonsense");
        Browser witness = house.control().browser("portal");
        String earlier = house.recorded(witness, mallory);
        forgeries.put("a token of an earlier sign-in", _ -> earlier);
        long before = house.refusals();
        int count = 0;
        for (var lie : lies.entrySet()) {
            house.provider().saying(lie.getValue());
            SignOnHouse.assertRefused(lie.getKey(), house.fails(mallory));
            count++;
        }
        house.provider().saying(set -> set);
        for (var forgery : forgeries.entrySet()) {
            house.provider().giving(forgery.getValue());
            SignOnHouse.assertRefused(forgery.getKey(), house.fails(mallory));
            count++;
        }
        house.provider().giving(token -> token);
        count += outOfPlace(mallory, other);
        other.close();
        assertThat(house.refusals() - before).isEqualTo(count);
        assertThat(Customers.column(
                        house.control(), "SELECT id FROM account.person WHERE email = 'mallory@acme.example'"))
                .isEmpty();
        assertThat(
                        Customers.column(
                                house.control(),
                                "SELECT why::text FROM (SELECT detail AS why FROM audit.event WHERE action = 'provider.refuse') d"))
                .noneMatch(d -> d.contains("mallory"));
        System.out.println("forged OpenID answers refused: " + count + " of " + count);
    }

    /// Answers that hold, at the wrong place or time.
    private int outOfPlace(User mallory, CanaryProvider other) {
        int count = 0;
        Browser victim = house.control().browser("portal");
        URI address = house.leave(victim, "mallory@acme.example");
        Map<String, String> answer = house.provider().visit(address, mallory);
        // in another browser: the code of an attacker who would have the victim signed in as them
        SignOnHouse.assertRefused(
                "another browser",
                house.back(house.control().browser("portal"), answer).body());
        count++;
        // the ask is spent by that
        SignOnHouse.assertRefused("twice", house.back(victim, answer).body());
        count++;
        SignOnHouse.assertRefused(
                "unknown state",
                house.back(victim, SignOnHouse.with(answer, "state", "x".repeat(43)))
                        .body());
        count++;
        SignOnHouse.assertRefused(
                "no state", house.back(victim, Map.of("code", "x")).body());
        count++;
        for (Map.Entry<String, String> wrong :
                Map.of("iss", other.issuer(), "code", "wrong").entrySet()) {
            Browser each = house.control().browser("portal");
            Map<String, String> made = house.provider().visit(house.leave(each, "mallory@acme.example"), mallory);
            SignOnHouse.assertRefused(
                    wrong.getKey(),
                    house.back(each, SignOnHouse.with(made, wrong.getKey(), wrong.getValue()))
                            .body());
            count++;
        }
        Browser mixed = house.control().browser("portal");
        Map<String, String> withoutIssuer =
                new LinkedHashMap<>(house.provider().visit(house.leave(mixed, "mallory@acme.example"), mallory));
        withoutIssuer.remove("iss");
        SignOnHouse.assertRefused(
                "no iss though the provider says it sends one",
                house.back(mixed, withoutIssuer).body());
        count++;
        // the state of this connection at the address of another customer's
        Browser rival = house.customer("owner@rival.example");
        Connection theirs = house.connected(rival, "rival.example", other);
        Browser crossed = house.control().browser("portal");
        Map<String, String> made = house.provider().visit(house.leave(crossed, "mallory@acme.example"), mallory);
        SignOnHouse.assertRefused(
                "another tenant's connection",
                crossed.get("/sso/" + theirs.id() + "/openid?" + SignOnHouse.query(made))
                        .body());
        count++;
        // another customer's provider says that its user has an address of this customer
        Browser thief = house.control().browser("portal");
        URI rivalAddress = house.leave(thief, "x@rival.example");
        SignOnHouse.assertRefused(
                "another tenant's provider about our people",
                thief.get("/sso/" + theirs.id() + "/openid?"
                                + SignOnHouse.query(
                                        other.visit(rivalAddress, new User("o", "owner@acme.example", List.of()))))
                        .body());
        return count + 1;
    }
}
