package casemate.control.saml;

import casemate.base.Refusal;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.keycloak.dom.saml.v2.assertion.AssertionType;
import org.keycloak.dom.saml.v2.protocol.LogoutRequestType;
import org.keycloak.dom.saml.v2.protocol.ResponseType;
import org.keycloak.saml.common.exceptions.ParsingException;
import org.keycloak.saml.processing.core.parsers.saml.SAMLParser;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// The door of this room: sends a browser to a customer's provider with a signed request, and makes of the
/// assertion that comes back somebody, or a refusal.
public final class SamlClient {
    private static final String SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";

    /// A wish to sign somebody out is carried out at once.
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final Supplier<SamlKey> key;
    private final Clock clock;

    SamlClient(Supplier<SamlKey> key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /// @throws Refusal `metadata-unfit` with the reason in one line
    public SamlPartner partner(byte[] metadata) {
        return SamlMetadata.read(metadata);
    }

    /// What the provider's administrator needs to know of us.
    public String metadata(SamlService service) {
        return SamlMetadata.write(service, key.get().certificate());
    }

    /// Where the browser goes to sign in.
    ///
    /// @param request comes back with the answer, and tells which ask it answers
    public URI address(SamlPartner partner, SamlService service, String request) {
        byte[] message = SamlMessages.authnRequest(partner, service, request, clock.instant());
        return RedirectBinding.address(partner.signIn(), RedirectBinding.REQUEST, message, "", key.get());
    }

    /// Makes somebody of a provider's answer. Which of our requests it answers, and that it counts once, is for
    /// the caller to see to.
    ///
    /// @param answer the form field `SAMLResponse`
    /// @throws Refusal `sign-on-refused` with the reason in one line
    public SamlIdentity accept(SamlPartner partner, SamlService service, String groupsName, String answer) {
        Document document = Xml.parse(Xml.base64(answer));
        Element root = document.getDocumentElement();
        if (!Xml.is(root, Xml.PROTOCOL, "Response")) {
            throw Xml.refused("the message is no answer");
        }
        succeeded(root);
        Element assertion = onlyAssertion(document, root);
        boolean whole = !Xml.children(root, Xml.SIGNATURE, "Signature").isEmpty();
        boolean part = !Xml.children(assertion, Xml.SIGNATURE, "Signature").isEmpty();
        signaturesInPlace(document, (whole ? 1 : 0) + (part ? 1 : 0));
        if (!whole && !part) {
            throw Xml.refused("the assertion is not signed");
        }
        byte[] ofAnswer = whole ? SignedXml.covered(root, partner.certificates()) : new byte[0];
        AssertionType read = part
                ? (AssertionType) parsed(SignedXml.covered(assertion, partner.certificates()))
                : inside((ResponseType) parsed(ofAnswer));
        return Assertions.judged(read, partner, service, groupsName, clock.instant());
    }

    /// Where the browser goes to sign out there too; empty where the provider has no such place.
    public Optional<URI> signOut(
            SamlPartner partner, SamlService service, SamlName name, Optional<String> session, String request) {
        return partner.signOut()
                .map(endpoint -> RedirectBinding.address(
                        endpoint,
                        RedirectBinding.REQUEST,
                        SamlMessages.logoutRequest(endpoint, service, name, session, request, clock.instant()),
                        "",
                        key.get()));
    }

    /// Reads a provider's wish to sign somebody out, from an address.
    ///
    /// @param query as the browser sent it
    public SamlLogout logoutInAddress(SamlPartner partner, SamlService service, String query) {
        byte[] message = RedirectBinding.read(query, RedirectBinding.REQUEST, partner.certificates());
        Xml.parse(message);
        return logout(partner, service, message);
    }

    /// Reads a provider's wish to sign somebody out, from a form.
    public SamlLogout logoutInForm(SamlPartner partner, SamlService service, String field) {
        Document document = Xml.parse(Xml.base64(field));
        signaturesInPlace(document, 1);
        return logout(partner, service, SignedXml.covered(document.getDocumentElement(), partner.certificates()));
    }

    /// Where the browser goes with our answer to that wish.
    ///
    /// @param relayState as it came
    public Optional<URI> signedOut(
            SamlPartner partner, SamlService service, SamlLogout wish, String relayState, String id) {
        return partner.signOut()
                .map(endpoint -> RedirectBinding.address(
                        endpoint,
                        RedirectBinding.RESPONSE,
                        SamlMessages.logoutResponse(endpoint, service, wish.id(), id, clock.instant()),
                        relayState,
                        key.get()));
    }

    /// What came with a message in an address, to be handed back.
    public static String relayState(String query) {
        return RedirectBinding.relayState(query);
    }

    private SamlLogout logout(SamlPartner partner, SamlService service, byte[] message) {
        if (!(parsed(message) instanceof LogoutRequestType wish)) {
            throw Xml.refused("the message is no wish to sign out");
        }
        Assertions.from(wish.getIssuer(), partner);
        Instant now = clock.instant();
        if (!service.signOut().equals(wish.getDestination())) {
            throw Xml.refused("the message is for another recipient");
        }
        Instant until = Optional.ofNullable(wish.getNotOnOrAfter())
                .map(Assertions::instant)
                .orElseGet(() -> Assertions.instant(wish.getIssueInstant()).plus(FRESH));
        if (now.minus(Assertions.CLOCK_SKEW).isAfter(until)
                || Assertions.instant(wish.getIssueInstant()).isAfter(now.plus(Assertions.CLOCK_SKEW))) {
            throw Xml.refused("the message is too old; look at the provider's clock");
        }
        return new SamlLogout(
                wish.getID(),
                until.plus(Assertions.CLOCK_SKEW),
                Assertions.name(wish.getNameID()),
                List.copyOf(wish.getSessionIndex()));
    }

    /// What the provider says of its own success is not signed everywhere, and nothing is believed for it.
    private static void succeeded(Element response) {
        boolean success = Xml.children(response, Xml.PROTOCOL, "Status").stream()
                .flatMap(s -> Xml.children(s, Xml.PROTOCOL, "StatusCode").stream())
                .anyMatch(c -> SUCCESS.equals(Xml.attribute(c, "Value")));
        if (!success) {
            throw Xml.refused("the provider signed nobody in");
        }
    }

    private static Element onlyAssertion(Document document, Element root) {
        List<Element> all = Xml.elements(document);
        if (all.stream().anyMatch(e -> Xml.is(e, Xml.ASSERTION, "EncryptedAssertion"))) {
            throw Xml.refused("the assertion is encrypted; switch that off at the provider");
        }
        List<Element> here = Xml.children(root, Xml.ASSERTION, "Assertion");
        if (here.size() != 1
                || all.stream()
                                .filter(e -> "Assertion".equals(e.getLocalName()))
                                .count()
                        != 1) {
            throw Xml.refused("the answer has no assertion, or more than one");
        }
        return here.getFirst();
    }

    private static void signaturesInPlace(Document document, long expected) {
        long all = Xml.elements(document).stream()
                .filter(e -> "Signature".equals(e.getLocalName()))
                .count();
        if (all != expected) {
            throw Xml.refused("there is a signature where none belongs");
        }
    }

    private static AssertionType inside(ResponseType response) {
        List<AssertionType> assertions = response.getAssertions().stream()
                .flatMap(c -> Optional.ofNullable(c.getAssertion()).stream())
                .toList();
        if (assertions.size() != 1) {
            throw Xml.refused("the answer has no assertion, or more than one");
        }
        return assertions.getFirst();
    }

    /// What the signature covered, and nothing else.
    private static Object parsed(byte[] bytes) {
        try {
            return SAMLParser.getInstance().parse(new ByteArrayInputStream(bytes));
        } catch (ParsingException | RuntimeException _) {
            throw Xml.refused("the message cannot be read");
        }
    }
}
