package casemate.control.saml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// Forged answers of a SAML provider, among them the eight ways of signature wrapping (Somorovsky et al., "On Breaking
/// SAML", 2012). Each one begins with an answer that holds.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SamlForgeriesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    private static final SamlService SERVICE = new SamlService(
            "https://portal.example/sso/con_1/metadata",
            URI.create("https://portal.example/sso/con_1/saml"),
            URI.create("https://portal.example/sso/con_1/saml/sign-out"));

    private final Idp idp = Idp.named("https://idp.example.org/", NOW);
    private final Idp stranger = Idp.named("https://idp.example.org/", NOW);

    private final SamlClient client;

    SamlForgeriesTest(@TempDir Path directory) {
        client = new SamlClient(
                SamlKey.open(directory, new SecureRandom(), Clock.fixed(NOW, ZoneOffset.UTC)),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void an_honest_answer_is_taken_signed_as_a_part_as_a_whole_or_both() {
        String plain = honest();
        for (String signed :
                new String[] {idp.signed(plain), idp.signedWhole(plain), idp.signedWhole(idp.signed(plain))}) {
            SamlIdentity identity = accept(signed);
            assertThat(identity.name().value()).isEqualTo("ann");
            assertThat(identity.email()).contains("ann@example.org");
            assertThat(identity.groups()).containsExactly("staff", "it");
            assertThat(identity.inResponseTo()).isEqualTo("_ask");
            assertThat(identity.sessionIndex()).contains("s-1");
        }
    }

    @Test
    void a_comment_in_a_name_neither_shortens_it_nor_breaks_the_signature() {
        String signed = idp.signed(idp.answer(SERVICE, "_ask", "ann@example.org.evil.example", "x@example.org", NOW));
        String commented = signed.replace("ann@example.org.evil.example", "ann@example.org<!---->.evil.example");
        assertThat(accept(commented).name().value()).isEqualTo("ann@example.org.evil.example");
    }

    @Test
    void every_forged_answer_is_refused_in_one_line() {
        Map<String, String> forged = new LinkedHashMap<>();
        wrapped(forged);
        signatures(forged);
        conditions(forged);
        documents(forged);
        forged.forEach((name, xml) -> assertThatThrownBy(() -> accept(xml))
                .as(name)
                .isInstanceOfSatisfying(Refusal.class, r -> {
                    assertThat(r.code()).as(name).isEqualTo("sign-on-refused");
                    assertThat(r.text()).as(name).doesNotContain("\n");
                }));
        System.out.println("forged SAML answers refused: " + forged.size() + " of " + forged.size());
        assertThat(forged).hasSizeGreaterThanOrEqualTo(38);
    }

    @Test
    void what_is_no_message_at_all_is_refused_too() {
        for (String field : new String[] {
            "", "%%%", "A".repeat(100_000), Idp.encoded("no xml"), Idp.encoded("<a/>"), Idp.encoded("<a>".repeat(500))
        }) {
            assertThatThrownBy(() -> client.accept(idp.partner(), SERVICE, "groups", field))
                    .isInstanceOf(Refusal.class);
        }
    }

    @Test
    void a_wish_to_sign_out_is_read_when_the_provider_signed_it_now_and_for_us() {
        SamlName ann = new SamlName("ann", "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent", "", "");
        String query = idp.signOut(SERVICE, ann, "_out", NOW).getRawQuery();
        assertThat(client.logoutInAddress(idp.partner(), SERVICE, query).name()).isEqualTo(ann);
        assertThat(SamlClient.relayState(query)).isEqualTo("relay");
        SamlService other = new SamlService("x", SERVICE.assertions(), URI.create("https://portal.example/other"));
        String late = idp.signOut(SERVICE, ann, "_out", NOW.minus(Duration.ofHours(1)))
                .getRawQuery();
        for (String wrong : new String[] {
            stranger.signOut(SERVICE, ann, "_out", NOW).getRawQuery(),
            idp.signOut(other, ann, "_out", NOW).getRawQuery(),
            late,
            query.replace("RelayState=relay", "RelayState=other"),
            query.replaceAll("&Signature=[^&]*", ""),
            query.replace("rsa-sha256", "rsa-sha1"),
            query + "&SAMLRequest=x"
        }) {
            assertThatThrownBy(() -> client.logoutInAddress(idp.partner(), SERVICE, wrong))
                    .as(wrong)
                    .isInstanceOf(Refusal.class);
        }
    }

    @Test
    void metadata_is_read_and_what_is_none_is_refused() {
        SamlPartner read = client.partner(idp.metadata().getBytes(StandardCharsets.UTF_8));
        assertThat(read).isEqualTo(idp.partner());
        for (String wrong : new String[] {
            "<x/>",
            idp.metadata().replace("IDPSSODescriptor", "SPSSODescriptor"),
            idp.metadata().replaceAll("<ds:X509Certificate>[^<]*", "<ds:X509Certificate>AAAA"),
            idp.metadata().replace("https://idp.example.org/sso", "javascript:alert(1)"),
            "<!DOCTYPE x SYSTEM 'file:///etc/passwd'>" + idp.metadata(),
            "x".repeat(300_000)
        }) {
            assertThatThrownBy(() -> client.partner(wrong.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOfSatisfying(
                            Refusal.class, r -> assertThat(r.code()).isEqualTo("metadata-unfit"));
        }
    }

    @Test
    void our_metadata_and_our_request_say_who_we_are() {
        assertThat(client.metadata(SERVICE))
                .contains(SERVICE.entityId(), SERVICE.assertions().toString(), "AuthnRequestsSigned=\"true\"");
        URI address = client.address(idp.partner(), SERVICE, "_ask");
        assertThat(address.toString())
                .startsWith("https://idp.example.org/sso?SAMLRequest=")
                .contains("&Signature=");
    }

    /// XSW1 to XSW8: the signed assertion stays whole somewhere, another one is put where a careless reader looks.
    private void wrapped(Map<String, String> forged) {
        String whole = idp.signedWhole(honest());
        String part = idp.signed(honest());
        forged.put("XSW1: a copy of the signed answer inside its signature", Idp.edit(whole, d -> {
            Element root = d.getDocumentElement();
            Element original = (Element) root.cloneNode(true);
            original.removeChild(Idp.only(original, "Signature"));
            evil(root);
            Idp.only(root, "Signature").appendChild(original);
        }));
        forged.put("XSW2: the signature detached, the signed answer beside it", Idp.edit(whole, d -> {
            Element root = d.getDocumentElement();
            Element original = (Element) root.cloneNode(true);
            original.removeChild(Idp.only(original, "Signature"));
            evil(root);
            root.insertBefore(original, Idp.only(root, "Signature"));
        }));
        forged.put("XSW3: another assertion before the signed one", Idp.edit(part, d -> {
            Element assertion = Idp.only(d, "Assertion");
            Node copy = copy(assertion);
            d.getDocumentElement().insertBefore(copy, assertion);
        }));
        forged.put("XSW4: the signed assertion inside another one", Idp.edit(part, d -> {
            Element assertion = Idp.only(d, "Assertion");
            Element copy = copy(assertion);
            d.getDocumentElement().replaceChild(copy, assertion);
            copy.appendChild(assertion);
        }));
        forged.put("XSW5: another assertion carries the signature, the signed one at the end", Idp.edit(part, d -> {
            Element assertion = Idp.only(d, "Assertion");
            Element original = (Element) assertion.cloneNode(true);
            original.removeChild(Idp.only(original, "Signature"));
            evil(assertion);
            d.getDocumentElement().appendChild(original);
        }));
        forged.put("XSW6: the signed assertion inside the signature of another", Idp.edit(part, d -> {
            Element assertion = Idp.only(d, "Assertion");
            Element original = (Element) assertion.cloneNode(true);
            original.removeChild(Idp.only(original, "Signature"));
            evil(assertion);
            Idp.only(assertion, "Signature").appendChild(original);
        }));
        forged.put("XSW7: another assertion in extensions", Idp.edit(part, d -> {
            Element assertion = Idp.only(d, "Assertion");
            Element extensions = d.createElementNS(Xml.PROTOCOL, "samlp:Extensions");
            extensions.appendChild(copy(assertion));
            d.getDocumentElement().insertBefore(extensions, assertion);
        }));
        forged.put("XSW8: the signed assertion inside an object of the signature", Idp.edit(part, d -> {
            Element assertion = Idp.only(d, "Assertion");
            Element original = (Element) assertion.cloneNode(true);
            original.removeChild(Idp.only(original, "Signature"));
            evil(assertion);
            Element object = d.createElementNS(Xml.SIGNATURE, "ds:Object");
            object.appendChild(original);
            Idp.only(assertion, "Signature").appendChild(object);
        }));
        forged.put("two elements with the id that is signed", Idp.edit(part, d -> {
            Element twin = d.createElementNS(Xml.PROTOCOL, "samlp:Extensions");
            twin.setAttribute("ID", Idp.only(d, "Assertion").getAttribute("ID"));
            d.getDocumentElement().insertBefore(twin, Idp.only(d, "Status"));
        }));
        forged.put(
                "a signature far from what it covers",
                Idp.edit(part, d -> d.getDocumentElement().appendChild(Idp.only(d, "Signature"))));
    }

    private void signatures(Map<String, String> forged) {
        String plain = honest();
        String signed = idp.signed(plain);
        forged.put("not signed", plain);
        forged.put("signed by a stranger under the provider's name", stranger.signed(plain));
        forged.put("changed after signing", signed.replace(">ann<", ">bob<"));
        forged.put("an attribute changed after signing", signed.replace(">staff<", ">owners<"));
        forged.put("signature value changed", signed.replaceFirst("(<ds:SignatureValue>.{9}).", "$1A"));
        forged.put("whole signed by the provider, part by a stranger", idp.signedWhole(stranger.signed(plain)));
        forged.put("whole signed by a stranger, part by the provider", stranger.signedWhole(signed));
        forged.put(
                "HMAC with the public key",
                idp.signedWith(
                        plain,
                        "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
                        DigestMethod.SHA256,
                        CanonicalizationMethod.EXCLUSIVE));
        forged.put(
                "inclusive canonicalisation",
                idp.signedWith(plain, RSA_SHA256, DigestMethod.SHA256, CanonicalizationMethod.INCLUSIVE));
        forged.put(
                "canonicalisation that keeps comments",
                idp.signedWith(plain, RSA_SHA256, DigestMethod.SHA256, CanonicalizationMethod.EXCLUSIVE_WITH_COMMENTS));
        forged.put(
                "SHA-1 named as the signature's algorithm",
                signed.replace("xmldsig-more#rsa-sha256", "xmldsig#rsa-sha1"));
        forged.put("an empty reference", signed.replaceFirst("URI=\"#[^\"]+\"", "URI=\"\""));
        forged.put("an algorithm `none`", signed.replace(RSA_SHA256, "none"));
        forged.put(
                "two signatures",
                Idp.edit(
                        signed,
                        d -> Idp.only(d, "Assertion")
                                .appendChild(Idp.only(d, "Signature").cloneNode(true))));
    }

    private void conditions(Map<String, String> forged) {
        forged.put("another audience", signed(">" + SERVICE.entityId() + "<", ">https://other.example/<"));
        forged.put("no audience", signedWithout("<saml:AudienceRestriction>.*</saml:AudienceRestriction>"));
        forged.put("no conditions", signedWithout("<saml:Conditions.*</saml:Conditions>"));
        forged.put(
                "another recipient",
                signed("Recipient=\"" + SERVICE.assertions(), "Recipient=\"https://other.example/"));
        forged.put("no recipient", signedWithout(" Recipient=\"[^\"]*\""));
        forged.put("nobody asked", signedWithout(" InResponseTo=\"[^\"]*\" Recipient"));
        forged.put("no end", signedWithout(" NotOnOrAfter=\"[^\"]*\"/>"));
        forged.put("another issuer", signed(">https://idp.example.org/<", ">https://idp.example.net/<"));
        forged.put("holder of key instead of bearer", signed("cm:bearer", "cm:holder-of-key"));
        forged.put("no subject", signedWithout("<saml:Subject>.*</saml:Subject>"));
        forged.put("no name", signedWithout("<saml:NameID.*</saml:NameID>"));
        forged.put(
                "no statement that anybody signed in", signedWithout("<saml:AuthnStatement.*</saml:AuthnStatement>"));
        forged.put("expired", idp.signed(idp.answer(SERVICE, "_ask", "ann", "a@example.org", NOW.minusSeconds(361))));
        forged.put(
                "not yet valid", idp.signed(idp.answer(SERVICE, "_ask", "ann", "a@example.org", NOW.plusSeconds(120))));
        forged.put(
                "an unknown condition",
                signed(
                        "</saml:Conditions>",
                        "<saml:Condition xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"y\"/></saml:Conditions>"));
        forged.put("the provider failed", honestSigned().replace("status:Success", "status:Responder"));
        forged.put("encrypted", signed("<saml:AuthnStatement", "<saml:EncryptedAssertion/><saml:AuthnStatement"));
    }

    private void documents(Map<String, String> forged) {
        String signed = honestSigned();
        forged.put(
                "an entity that reads a file",
                "<!DOCTYPE r [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>" + signed.replace(">ann<", ">&e;<"));
        forged.put("entities that grow", "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>" + signed);
        forged.put(
                "a stylesheet in a transform",
                signed.replaceFirst(
                        "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>",
                        Matcher.quoteReplacement(
                                "<ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xslt-19991116\"/>")));
        forged.put("another root", signed.replace("samlp:Response", "samlp:LogoutResponse"));
        forged.put(
                "a bare assertion",
                signed.substring(signed.indexOf("<saml:Assertion"), signed.indexOf("</samlp:Response>")));
    }

    private static void evil(Element element) {
        element.setAttribute("ID", "_evil");
        if (Optional.ofNullable(Idp.only(element, "Assertion")).isPresent()) {
            Idp.only(element, "Assertion").setAttribute("ID", "_evil2");
        }
        Idp.only(element, "NameID").setTextContent("mallory");
    }

    private static Element copy(Element assertion) {
        Element copy = (Element) assertion.cloneNode(true);
        copy.removeChild(Idp.only(copy, "Signature"));
        evil(copy);
        return copy;
    }

    private String honest() {
        return idp.answer(SERVICE, "_ask", "ann", "ann@example.org", NOW);
    }

    private String honestSigned() {
        return idp.signed(honest());
    }

    private String signed(String what, String with) {
        assertThat(honest()).contains(what);
        return idp.signed(honest().replace(what, with));
    }

    private String signedWithout(String regex) {
        String changed = Pattern.compile(regex).matcher(honest()).replaceAll(m -> {
            String all = m.group();
            return all.endsWith(" Recipient") ? " Recipient" : all.endsWith("/>") && all.startsWith(" Not") ? "/>" : "";
        });
        assertThat(changed).isNotEqualTo(honest());
        return idp.signed(changed);
    }

    private SamlIdentity accept(String xml) {
        return client.accept(idp.partner(), SERVICE, "groups", Idp.encoded(xml));
    }
}
