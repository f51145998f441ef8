package casemate.control.provider;

import casemate.base.Refusal;
import casemate.control.account.Token;
import casemate.control.saml.SamlClient;
import casemate.control.signin.Doorstep;
import casemate.control.web.Cookies;
import casemate.control.web.Flash;
import casemate.control.web.Open;
import casemate.control.web.Page;
import casemate.control.web.Paths;
import casemate.control.web.RateLimits;
import casemate.control.web.RateLimits.Limit;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Where providers' answers come in, brought by browsers or by the provider itself.
@Controller
final class SignOnRoutes {
    /// Answers from one network, right or wrong: what an office needs at nine in the morning.
    private static final Limit ANSWERS = new Limit("sign-on", 300, Duration.ofMinutes(15));

    /// What a provider with many people sends when they go home; its servers have few addresses.
    private static final Limit WORDS = new Limit("sign-on-words", 5_000, Duration.ofMinutes(15));

    private static final String PATH = "/portal/sso/{id}";

    private final SignOn signOn;
    private final SignOuts signOuts;
    private final Connections connections;
    private final SamlClient saml;
    private final Names names;
    private final RateLimits limits;

    SignOnRoutes(
            SignOn signOn,
            SignOuts signOuts,
            Connections connections,
            SamlClient saml,
            Names names,
            RateLimits limits) {
        this.signOn = signOn;
        this.signOuts = signOuts;
        this.connections = connections;
        this.saml = saml;
        this.names = names;
        this.limits = limits;
    }

    @Open("the provider's signed answer is the proof")
    @GetMapping(PATH + Names.OPEN_ID)
    ResponseEntity<byte[]> openId(Page page, HttpServletRequest request, @PathVariable("id") String id) {
        Map<String, String> answer = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, values) -> answer.put(name, values.length == 1 ? values[0] : ""));
        return answered(page, id, () -> signOn.openIdAnswer(id, answer, browser(request), guest(page)));
    }

    @Open("the provider's signed answer is the proof")
    @PostMapping(PATH + Names.SAML)
    ResponseEntity<byte[]> saml(
            Page page,
            @PathVariable("id") String id,
            @RequestParam(name = "SAMLResponse", defaultValue = "") String answer) {
        try {
            limits.count(ANSWERS, page.visitor().network());
            Token ticket = signOn.samlAnswer(id, answer);
            return page.see("/sso/" + id + Names.SAML + "/landed?ticket=" + ticket.reveal());
        } catch (Refusal refused) {
            return failed(page, refused);
        }
    }

    @Open("the ticket is the proof")
    @GetMapping(PATH + Names.SAML + "/landed")
    ResponseEntity<byte[]> landed(
            Page page,
            HttpServletRequest request,
            @PathVariable("id") String id,
            @RequestParam(name = "ticket", defaultValue = "") String ticket) {
        return answered(page, id, () -> signOn.land(id, Token.presented(ticket), browser(request), guest(page)));
    }

    @Open("the provider's signature is the proof")
    @GetMapping(PATH + Names.SAML_SIGN_OUT)
    ResponseEntity<byte[]> samlSignOut(Page page, HttpServletRequest request, @PathVariable("id") String id) {
        String query = Optional.ofNullable(request.getQueryString()).orElse("");
        return query.contains("SAMLRequest=") ? wish(page, id, query, "", "") : signedOut(page);
    }

    @Open("the provider's signature is the proof")
    @PostMapping(PATH + Names.SAML_SIGN_OUT)
    ResponseEntity<byte[]> samlSignOut(
            Page page,
            @PathVariable("id") String id,
            @RequestParam(name = "SAMLRequest", defaultValue = "") String wish,
            @RequestParam(name = "RelayState", defaultValue = "") String relayState) {
        return wish.isEmpty() ? signedOut(page) : wish(page, id, "", wish, relayState);
    }

    @Open("the provider's signature is the proof")
    @PostMapping(PATH + Names.BACK_CHANNEL)
    ResponseEntity<byte[]> backChannel(
            Page page,
            @PathVariable("id") String id,
            @RequestParam(name = "logout_token", defaultValue = "") String token) {
        HttpStatus status = HttpStatus.OK;
        try {
            limits.count(WORDS, page.visitor().network());
            signOuts.backChannel(id, token);
        } catch (Refusal _) {
            // OpenID Connect Back-Channel Logout 1.0, 2.8; a provider need not know more.
            status = HttpStatus.BAD_REQUEST;
        }
        return ResponseEntity.status(status).header("Cache-Control", "no-store").build();
    }

    @Open("what the provider's administrator needs to know; nothing secret")
    @GetMapping(PATH + Names.METADATA)
    ResponseEntity<byte[]> metadata(@PathVariable("id") String id) {
        Connection connection = connections.known(id);
        return ResponseEntity.ok()
                .header("Content-Type", "application/samlmetadata+xml")
                .body(saml.metadata(names.service(connection)).getBytes(StandardCharsets.UTF_8));
    }

    @Open("says goodbye")
    @GetMapping(PATH + Names.SIGNED_OUT)
    ResponseEntity<byte[]> goodbye(Page page) {
        return signedOut(page);
    }

    private ResponseEntity<byte[]> wish(Page page, String id, String query, String field, String relayState) {
        try {
            limits.count(ANSWERS, page.visitor().network());
            return signOuts.samlWish(id, query, field, relayState)
                    .map(address -> Doorstep.leave(page, address, "provider.leaving"))
                    .orElseGet(() -> signedOut(page));
        } catch (Refusal refused) {
            return failed(page, refused);
        }
    }

    private ResponseEntity<byte[]> answered(Page page, String id, Supplier<Outcome> answer) {
        try {
            limits.count(ANSWERS, page.visitor().network());
            Outcome outcome = answer.get();
            page.keep(Cookies.remove(ElsewhereDoor.COOKIE));
            return switch (outcome) {
                case Outcome.In in -> {
                    Doorstep.welcome(page, in.opened());
                    page.keep(Cookies.write(ElsewhereDoor.USUAL, id, ElsewhereDoor.USUAL_LIFE));
                    yield page.see(Paths.own(in.next()));
                }
                case Outcome.Tried tried -> ProviderPages.tried(page, tried);
            };
        } catch (Refusal refused) {
            return failed(page, refused);
        }
    }

    private static ResponseEntity<byte[]> failed(Page page, Refusal refused) {
        // Not sent there again by itself: it would never see the sign-in page.
        page.keep(Cookies.remove(ElsewhereDoor.USUAL));
        HttpStatus status =
                refused.kind() == Refusal.Kind.TOO_MANY ? HttpStatus.TOO_MANY_REQUESTS : HttpStatus.FORBIDDEN;
        return page.show(status, "provider/failed", Map.of("sentence", page.say(refused), "why", refused.text()));
    }

    private static ResponseEntity<byte[]> signedOut(Page page) {
        return page.see("/sign-in", Flash.good("signin.bye"));
    }

    private static Optional<Token> browser(HttpServletRequest request) {
        return Cookies.read(request, ElsewhereDoor.COOKIE).map(Token::presented);
    }

    private static Guest guest(Page page) {
        return new Guest(page.visitor(), page.language(), page.viewer());
    }
}
