package casemate.control.client;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.issuer.Member;
import casemate.control.signin.Doorstep;
import casemate.control.web.JsonAnswer;
import casemate.control.web.Open;
import casemate.control.web.Page;
import casemate.control.web.SignedIn;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/// What applications read of the provider (OpenID Connect Discovery), and the ways back and out.
@Controller
final class ClientPages {
    static final String KEYS = "/oidc/keys";
    static final String END = "/oidc/end";
    static final String USER = "/oidc/userinfo";
    private static final String BEARER = "Bearer ";
    private static final int MAX_TOKEN = 512;
    private static final int MAX_QUERY = 4_000;
    /// Applications may keep the list for as long as a new key is shown before it signs.
    private static final String KEEP = "public, max-age=1800";

    private final SigningKeys keys;
    private final Endings endings;
    private final SignOnCodes codes;
    private final String issuer;

    ClientPages(SigningKeys keys, Endings endings, SignOnCodes codes, String issuer) {
        this.keys = keys;
        this.endings = endings;
        this.codes = codes;
        this.issuer = issuer;
    }

    @Open("what a provider offers is public")
    @GetMapping("/portal/.well-known/openid-configuration")
    ResponseEntity<byte[]> configuration() {
        return kept(Json.object()
                .put("issuer", issuer)
                .put("authorization_endpoint", issuer + ClientGate.AUTHORIZE)
                .put("token_endpoint", issuer + ClientGate.TOKEN)
                .put("jwks_uri", issuer + KEYS)
                .put("userinfo_endpoint", issuer + USER)
                .put("end_session_endpoint", issuer + END)
                .put("backchannel_logout_supported", true)
                .put("backchannel_logout_session_supported", true)
                .put("scopes_supported", Json.texts(List.of("openid", "profile", "email")))
                .put("response_types_supported", Json.texts(List.of("code")))
                .put("response_modes_supported", Json.texts(List.of("query")))
                .put("grant_types_supported", Json.texts(List.of("authorization_code")))
                .put("subject_types_supported", Json.texts(List.of("pairwise")))
                .put("id_token_signing_alg_values_supported", Json.texts(List.of("ES256")))
                .put("token_endpoint_auth_methods_supported", Json.texts(List.of("client_secret_basic")))
                .put("code_challenge_methods_supported", Json.texts(List.of("S256")))
                .put("prompt_values_supported", Json.texts(List.of("none")))
                .put(
                        "claims_supported",
                        Json.texts(List.of("sub", "email", "email_verified", "name", "locale", "roles", "sid")))
                .put("authorization_response_iss_parameter_supported", true)
                .put("request_parameter_supported", false)
                .put("request_uri_parameter_supported", false)
                .put("claims_parameter_supported", false)
                .build()
                .canonical());
    }

    @Open("public halves of keys")
    @GetMapping("/portal" + KEYS)
    ResponseEntity<byte[]> keys() {
        return kept(keys.shown().toString(true).getBytes(StandardCharsets.UTF_8));
    }

    /// What the application was told at the sign-on (OpenID Connect Core, 5.3), as long as that still holds.
    @Open("the token in the header says who may read it")
    @GetMapping("/portal" + USER)
    ResponseEntity<byte[]> user(@RequestHeader(name = "Authorization", defaultValue = "") String authorization) {
        Optional<Member> member = Optional.of(authorization)
                .filter(a -> a.startsWith(BEARER) && a.length() <= MAX_TOKEN)
                .flatMap(a -> codes.member(a.substring(BEARER.length())));
        return member.map(m -> ResponseEntity.ok()
                        .header("Content-Type", JsonAnswer.TYPE)
                        .header("Cache-Control", "no-store")
                        .body(told(m).canonical()))
                .orElseGet(() -> ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                        .header("WWW-Authenticate", "Bearer error=\"invalid_token\"")
                        .header("Cache-Control", "no-store")
                        .build());
    }

    private static Json.Obj told(Member member) {
        return Json.object()
                .put("sub", member.subject())
                .put("email", member.email())
                .put("email_verified", true)
                .put("name", member.name())
                .put("locale", member.locale())
                .put("roles", Json.texts(member.roles()))
                .build();
    }

    /// Back from the sign-in page to the question that led there, and on to the application. A page that goes on by
    /// itself: browsers hold all redirects after a form to the policy of the form's page, which is this site's.
    @SignedIn("leads to the provider, which decides")
    @GetMapping("/portal/resume/{query}")
    ResponseEntity<byte[]> resume(Page page, @PathVariable("query") String query) {
        try {
            String asked = new String(Base64.getUrlDecoder().decode(query), StandardCharsets.US_ASCII);
            boolean sound = asked.length() <= MAX_QUERY
                    && asked.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '#' && c != '\\' && c != '"');
            if (sound) {
                return Doorstep.leave(page, URI.create(ClientGate.AUTHORIZE + "?" + asked), "issuer.enter.title");
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw Refusal.invalid("request-malformed", "That address is malformed.");
    }

    /// Sign-out that an application asks for (OpenID Connect RP-Initiated Logout).
    @Open("ends nothing but the session that the token in the address was made in")
    @GetMapping("/portal" + END)
    ResponseEntity<byte[]> end(
            Page page,
            @RequestParam(name = "id_token_hint", defaultValue = "") String hint,
            @RequestParam(name = "post_logout_redirect_uri", defaultValue = "") String back,
            @RequestParam(name = "state", defaultValue = "") String state) {
        return page.see(endings.end(hint, back, state, page.viewer()));
    }

    private static ResponseEntity<byte[]> kept(byte[] json) {
        return ResponseEntity.ok()
                .header("Content-Type", JsonAnswer.TYPE)
                .header("Cache-Control", KEEP)
                .body(json);
    }
}
