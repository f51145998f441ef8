package casemate.control.client;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Json;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.SharedHouses;
import casemate.control.TestControl;
import casemate.control.instance.Instance;
import casemate.testkit.Eventually;
import casemate.testkit.TestClock;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// How sign-ons end: by the application, by the portal, and although the application does not answer.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedHouses.class)
class FarewellTest {
    private ClientHouse house;

    @BeforeAll
    void start(ClientHouse shared) {
        house = shared;
    }

    @Test
    void an_application_signs_people_out_by_a_token_of_theirs() throws Exception {
        Browser jon = house.customer("jon@example.org");
        Instance his = house.instance("jon@example.org", "jonerp");
        String token = ClientHouse.json(house.exchange(his, house.code(jon, his), Map.of()))
                .text("id_token");
        String[] parts = token.split("\\.", -1);
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.US_ASCII));
        String home = "https://" + his.host() + "/";
        for (String forged :
                List.of("", "x", none + "." + parts[1] + ".", parts[0] + "." + parts[1] + "." + "A".repeat(86))) {
            assertThat(jon.getOnly("/oidc/end?id_token_hint=" + forged + "&post_logout_redirect_uri="
                                    + ClientHouse.encode(home))
                            .headers())
                    .as(forged)
                    .containsEntry("location", "/");
        }
        assertThat(house.gil().getOnly("/oidc/end?id_token_hint=" + token).headers())
                .containsEntry("location", "/");
        assertThat(house.gil().get("/instances").path()).isEqualTo("/instances");
        assertThat(jon.get("/instances").path()).isEqualTo("/instances");
        assertThat(jon.getOnly("/oidc/end?id_token_hint=" + token + "&state=s%201&post_logout_redirect_uri="
                                + ClientHouse.encode(home))
                        .headers())
                .containsEntry("location", home + "?state=s%201");
        assertThat(jon.get("/instances").path()).startsWith("/sign-in");
        assertThat(jon.getOnly("/oidc/end?id_token_hint=" + token + "&post_logout_redirect_uri=https://evil.example/")
                        .headers())
                .containsEntry("location", "/");
    }

    @Test
    void what_an_application_was_told_ends_with_the_session_and_the_rights_and_it_hears_of_it() throws Exception {
        try (Pod pod = new Pod();
                Pod stranger = new Pod()) {
            Browser lea = house.customer("lea@example.org");
            Instance hers = house.instance("lea@example.org", "leaerp");
            house.report(Map.of(hers, pod, house.other(), stranger));
            Json.Obj given = ClientHouse.json(house.exchange(hers, house.code(lea, hers), Map.of()));
            JWTClaimsSet known = house.claims(given.text("id_token"));
            String token = given.text("access_token");
            assertThat(house.userinfo(token).status()).isEqualTo(200);
            assertThat(ClientHouse.json(house.userinfo(token)).text("sub")).isEqualTo(known.getSubject());
            assertThat(house.userinfo("x".repeat(128)).status()).isEqualTo(401);
            lea.get("/account/security");
            lea.post("/sign-out", Map.of());
            assertThat(house.userinfo(token).status()).isEqualTo(401);
            String heard = pod.heard();
            assertThat(heard).startsWith("POST /sign-on/callback?logout=backchannel leaerp." + TestControl.DOMAIN);
            String word = heard.substring(heard.indexOf("logout_token=") + "logout_token=".length());
            assertThat(SignedJWT.parse(word).getHeader().getType()).hasToString("logout+jwt");
            JWTClaimsSet said = house.claims(word);
            assertThat(said.getIssuer()).isEqualTo(ClientHouse.ISSUER);
            assertThat(said.getAudience()).containsExactly(hers.id().value());
            assertThat(said.getSubject()).isEqualTo(known.getSubject());
            assertThat(said.getClaim("sid")).isEqualTo(known.getClaim("sid"));
            assertThat(said.getJSONObjectClaim("events"))
                    .containsKey("http://schemas.openid.net/event/backchannel-logout");
            assertThat(said.getClaims()).doesNotContainKeys("nonce", "email");

            Browser mia = house.customer("mia@example.org");
            Instance theirs = house.instance("mia@example.org", "miaerp");
            house.report(Map.of(theirs, pod, house.other(), stranger));
            String later = ClientHouse.json(house.exchange(theirs, house.code(mia, theirs), Map.of()))
                    .text("access_token");
            String unused = house.code(mia, theirs);
            assertThat(house.userinfo(later).status()).isEqualTo(200);
            house.control()
                    .door(SignOns.class)
                    .changed(house.person("mia@example.org").id(), theirs.customer());
            assertThat(house.userinfo(later).status()).isEqualTo(401);
            assertThat(house.exchange(theirs, unused, Map.of()).body()).contains("invalid_grant");
            assertThat(pod.heard()).contains("miaerp.");
            assertThat(stranger.calls()).isEmpty();
        }
    }

    @Test
    void an_application_that_does_not_answer_is_told_again_later_each_time_and_for_twelve_hours_at_most()
            throws Exception {
        try (Pod pod = new Pod()) {
            Browser noa = house.customer("noa@example.org");
            Instance hers = house.instance("noa@example.org", "noaerp");
            house.report(Map.of(hers, pod));
            JWTClaimsSet known = house.claims(ClientHouse.json(house.exchange(hers, house.code(noa, hers), Map.of()))
                    .text("id_token"));
            pod.answers(503);
            noa.get("/account/security");
            noa.post("/sign-out", Map.of());
            assertThat(pod.heard()).as("at once").contains("logout_token=");
            TestClock clock = TestClock.at(Instant.now());
            SignOns later = house.signOnsAt(clock);
            for (int seconds : List.of(8, 16, 32, 64, 128, 256, 300, 300)) {
                Instant due = house.due(hers);
                clock.set(due.minusMillis(1));
                later.turn();
                assertThat(house.due(hers)).as("not before its time").isEqualTo(due);
                clock.set(due);
                later.turn();
                assertThat(pod.heard()).contains("logout_token=");
                assertThat(Duration.between(due, house.due(hers))).isEqualTo(Duration.ofSeconds(seconds));
            }
            pod.answers(200);
            clock.set(house.due(hers));
            later.turn();
            String heard = pod.heard();
            String word = heard.substring(heard.indexOf("logout_token=") + "logout_token=".length());
            assertThat(house.claims(word).getClaim("sid")).isEqualTo(known.getClaim("sid"));
            Eventually.until(
                    "having told",
                    Duration.ofSeconds(30),
                    () -> house.signOns(hers).isEmpty());

            pod.answers(503);
            Customers.signIn(noa, "noa@example.org", Customers.PASSWORD);
            assertThat(house.exchange(hers, house.code(noa, hers), Map.of()).status())
                    .isEqualTo(200);
            noa.get("/account/security");
            noa.post("/sign-out", Map.of());
            assertThat(pod.heard()).contains("logout_token=");
            clock.set(Instant.now().plus(SignOns.LIFE).minusSeconds(60));
            later.forget();
            assertThat(house.signOns(hers)).as("twelve hours are not over").hasSize(1);
            clock.advance(Duration.ofSeconds(61));
            later.forget();
            assertThat(house.signOns(hers))
                    .as("its own session is over by itself")
                    .isEmpty();
        }
    }
}
