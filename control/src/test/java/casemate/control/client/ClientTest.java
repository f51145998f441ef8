package casemate.control.client;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Json;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.SharedHouses;
import casemate.control.instance.Instance;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// What an application does that signs people in by OpenID Connect, and what an attacker would try.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedHouses.class)
class ClientTest {
    private ClientHouse house;

    @BeforeAll
    void start(ClientHouse shared) {
        house = shared;
    }

    @Test
    void an_application_finds_the_provider_and_learns_who_is_there() throws Exception {
        Json.Obj offered =
                ClientHouse.json(house.control().browser("portal").getOnly("/.well-known/openid-configuration"));
        assertThat(offered.text("issuer")).isEqualTo(ClientHouse.ISSUER);
        assertThat(offered.text("token_endpoint")).isEqualTo(ClientHouse.ISSUER + "/oidc/token");
        Map<String, String> back = house.ask(house.gil(), house.asked(house.erp()));
        assertThat(back).containsEntry("state", "a state & more").containsEntry("iss", ClientHouse.ISSUER);
        Browser.Answer given = house.exchange(house.erp(), back.getOrDefault("code", ""), Map.of());
        assertThat(given.status()).as(given.body()).isEqualTo(200);
        assertThat(given.headers().get("cache-control")).contains("no-store");
        assertThat(ClientHouse.json(given).find("refresh_token")).isEmpty();
        JWTClaimsSet claims = house.claims(ClientHouse.json(given).text("id_token"));
        assertThat(claims.getIssuer()).isEqualTo(ClientHouse.ISSUER);
        assertThat(claims.getAudience()).containsExactly(house.erp().id().value());
        assertThat(claims.getClaim("nonce")).isEqualTo("a nonce");
        assertThat(claims.getClaim("email")).isEqualTo("gil@example.org");
        assertThat(claims.getStringListClaim("roles")).containsExactly("owner", "administrator", "member");
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(SigningKeys.TOKEN_LIFE);
        String code = house.code(house.gil(), house.other());
        JWTClaimsSet elsewhere = house.claims(
                ClientHouse.json(house.exchange(house.other(), code, Map.of())).text("id_token"));
        assertThat(elsewhere.getSubject()).isNotEqualTo(claims.getSubject());
        assertThat(elsewhere.getClaim("sid")).isNotEqualTo(claims.getClaim("sid"));
    }

    @Test
    void a_code_is_good_once_and_who_shows_it_again_makes_its_token_void() {
        String code = house.code(house.gil(), house.erp());
        assertThat(house.exchange(house.erp(), code, Map.of()).status()).isEqualTo(200);
        Browser.Answer again = house.exchange(house.erp(), code, Map.of());
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.body()).contains("invalid_grant");
        assertThat(Customers.column(
                        house.control(), "SELECT count(*) FROM audit.event WHERE action = 'instance.code-replayed'"))
                .containsExactly("1");
        assertThat(Customers.column(house.control(), "SELECT count(*) FROM client.code WHERE revoked_at IS NOT NULL"))
                .containsExactly("1");
        assertThat(Customers.column(house.control(), "SELECT row_to_json(c)::text FROM client.code c")
                        .toString())
                .doesNotContain(code);
    }

    @Test
    void what_an_attacker_would_ask_for_is_refused() {
        String host = house.erp().host();
        for (String away : List.of(
                "https://evil.example/sign-on/callback",
                "https://" + host + "/sign-on/callback/",
                "https://" + host + "/sign-on/callback?x=1",
                "https://" + host + "/sign-on/callback#x",
                "https://" + host + "/sign-on/../sign-on/callback",
                "https://" + host + ".evil.example/sign-on/callback",
                "https://" + host + "@evil.example/sign-on/callback",
                "https://" + house.other().host() + "/sign-on/callback",
                "http://" + host + "/sign-on/callback",
                "//" + host + "/sign-on/callback",
                "")) {
            assertThat(house.refusal(house.gil(), ClientHouse.with(house.asked(house.erp()), "redirect_uri", away)))
                    .as(away)
                    .isEqualTo(ClientHouse.REFUSED);
        }
        assertThat(house.refusal(
                        house.gil(),
                        ClientHouse.with(house.asked(house.erp()), "client_id", "ins_00000000000000000000000000")))
                .isEqualTo(ClientHouse.REFUSED);
        assertThat(house.refusal(house.hal(), house.asked(house.erp())))
                .as("another tenant's")
                .isEqualTo(ClientHouse.REFUSED);
        for (String missing : List.of("state", "nonce", "code_challenge", "code_challenge_method")) {
            assertThat(house.refusal(house.gil(), ClientHouse.with(house.asked(house.erp()), missing, "")))
                    .as(missing)
                    .isIn("invalid_request", ClientHouse.REFUSED);
        }
        assertThat(house.refusal(
                        house.gil(), ClientHouse.with(house.asked(house.erp()), "code_challenge_method", "plain")))
                .isEqualTo("invalid_request");
        assertThat(house.refusal(house.gil(), ClientHouse.with(house.asked(house.erp()), "scope", "profile")))
                .isEqualTo("invalid_scope");
        assertThat(house.refusal(house.gil(), ClientHouse.with(house.asked(house.erp()), "scope", "openid admin")))
                .isEqualTo("invalid_scope");
        assertThat(house.refusal(house.gil(), ClientHouse.with(house.asked(house.erp()), "response_type", "token")))
                .isIn("unsupported_response_type", ClientHouse.REFUSED);
        assertThat(house.refusal(house.gil(), ClientHouse.with(house.asked(house.erp()), "response_mode", "form_post")))
                .isEqualTo("invalid_request");
        assertThat(house.refusal(
                        house.gil(), ClientHouse.with(house.asked(house.erp()), "request", "eyJhbGciOiJub25lIn0.e30.")))
                .isEqualTo("invalid_request");
        assertThat(house.refusal(house.gil(), ClientHouse.with(house.asked(house.erp()), "prompt", "login")))
                .isEqualTo("login_required");
        assertThat(house.refusal(house.gil(), ClientHouse.with(house.asked(house.erp()), "max_age", "-1")))
                .isEqualTo("invalid_request");
        assertThat(house.refusal(
                        house.control().browser("portal"),
                        ClientHouse.with(house.asked(house.erp()), "prompt", "none")))
                .isEqualTo("login_required");
    }

    @Test
    void a_code_is_worth_nothing_to_anybody_else() {
        String code = house.code(house.gil(), house.erp());
        assertThat(house.exchange(house.other(), code, Map.of()).body()).contains("invalid_grant");
        code = house.code(house.gil(), house.erp());
        assertThat(house.exchange(house.erp(), code, Map.of("code_verifier", "x".repeat(43)))
                        .body())
                .contains("invalid_grant");
        code = house.code(house.gil(), house.erp());
        assertThat(house.exchange(house.erp(), code, Map.of("code_verifier", ""))
                        .status())
                .isEqualTo(400);
        code = house.code(house.gil(), house.erp());
        assertThat(house.exchange(house.erp(), code, Map.of("redirect_uri", "https://evil.example/"))
                        .body())
                .contains("invalid_grant");
        String basic = ClientHouse.basic(house.erp().id().value(), "wrong".repeat(10));
        assertThat(house.token(basic, Map.of("grant_type", "authorization_code", "code", code))
                        .status())
                .isEqualTo(401);
        Map<String, String> posted = Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "client_id",
                house.erp().id().value(),
                "client_secret",
                house.secret(house.erp()),
                "redirect_uri",
                ClientHouse.callback(house.erp()),
                "code_verifier",
                ClientHouse.VERIFIER);
        assertThat(house.token("", posted).status())
                .as("the secret in the body")
                .isIn(400, 401);
        assertThat(house.token(
                                ClientHouse.basic(house.erp().id().value(), house.secret(house.erp())),
                                Map.of("grant_type", "client_credentials"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void who_is_not_signed_in_signs_in_first_and_a_code_ends_with_the_session() {
        Browser ira = house.customer("ira@example.org");
        Instance hers = house.instance("ira@example.org", "iraerp");
        ira.get("/account/security");
        ira.post("/sign-out", Map.of());
        String sent = ClientHouse.location(ira.getOnly(ClientHouse.path(house.asked(hers))));
        assertThat(sent).startsWith("/sign-in?next=/resume/");
        ira.get(sent);
        Browser.Answer in = ira.postOnly(
                "/sign-in",
                Map.of(
                        "email",
                        "ira@example.org",
                        "password",
                        Customers.PASSWORD,
                        "next",
                        sent.substring("/sign-in?next=".length())));
        assertThat(ClientHouse.location(in)).startsWith("/resume/");
        String again = ClientHouse.onward(ira.getOnly(ClientHouse.location(in)));
        String back = ClientHouse.location(ira.getOnly(again));
        assertThat(back).startsWith(ClientHouse.callback(hers) + "?code=");
        String code = ClientHouse.query(back).getOrDefault("code", "");
        ira.get("/account/security");
        ira.post("/sign-out", Map.of());
        assertThat(house.exchange(hers, code, Map.of()).body()).contains("invalid_grant");
    }
}
