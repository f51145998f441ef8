package casemate.control.saml;

import java.io.StringWriter;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// A SAML provider as small as can be: writes answers and signs whatever it is told to.
public final class Idp {
    private static final String RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

    private final String entityId;
    private final KeyPair keys;
    private final X509Certificate certificate;

    private Idp(String entityId, KeyPair keys, X509Certificate certificate) {
        this.entityId = entityId;
        this.keys = keys;
        this.certificate = certificate;
    }

    public static Idp named(String entityId, Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair keys = generator.generateKeyPair();
            X500Name name = new X500Name("CN=idp");
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    name,
                                    BigInteger.ONE,
                                    Date.from(now),
                                    Date.from(now.plus(Duration.ofDays(1))),
                                    name,
                                    keys.getPublic())
                            .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate())));
            return new Idp(entityId, keys, certificate);
        } catch (GeneralSecurityException | org.bouncycastle.operator.OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    public SamlPartner partner() {
        return new SamlPartner(
                entityId,
                URI.create("https://idp.example.org/sso"),
                Optional.of(URI.create("https://idp.example.org/slo")),
                List.of(certificate));
    }

    public String metadata() {
        try {
            return """
                    <md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="%s">
                      <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
                        <md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
                          <ds:X509Certificate>%s</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
                        <md:SingleLogoutService Binding="%s" Location="https://idp.example.org/slo"/>
                        <md:SingleSignOnService Binding="%s" Location="https://idp.example.org/sso"/>
                      </md:IDPSSODescriptor>
                    </md:EntityDescriptor>
                    """.formatted(
                            entityId,
                            Base64.getMimeEncoder().encodeToString(certificate.getEncoded()),
                            SamlMetadata.REDIRECT,
                            SamlMetadata.REDIRECT);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /// An answer that holds, unsigned.
    public String answer(SamlService service, String request, String name, String email, Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        return """
                <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r%3$s" Version="2.0" IssueInstant="%5$s" Destination="%2$s" InResponseTo="%4$s"><saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">%1$s</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status><saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a%3$s" Version="2.0" IssueInstant="%5$s"><saml:Issuer>%1$s</saml:Issuer><saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">%8$s</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="%4$s" Recipient="%2$s" NotOnOrAfter="%6$s"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="%5$s" NotOnOrAfter="%6$s"><saml:AudienceRestriction><saml:Audience>%7$s</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="%5$s" SessionIndex="s-1"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name="email"><saml:AttributeValue>%9$s</saml:AttributeValue></saml:Attribute><saml:Attribute Name="groups"><saml:AttributeValue>staff</saml:AttributeValue><saml:AttributeValue>it</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion></samlp:Response>""".formatted(
                        entityId,
                        service.assertions(),
                        Integer.toHexString(System.identityHashCode(new Object())) + now.toEpochMilli(),
                        request,
                        at,
                        at.plus(Duration.ofMinutes(5)),
                        service.entityId(),
                        name,
                        email);
    }

    /// Signs the only assertion in a message.
    public String signed(String xml) {
        return edit(
                xml,
                d -> sign(only(d, "Assertion"), RSA_SHA256, DigestMethod.SHA256, CanonicalizationMethod.EXCLUSIVE));
    }

    public String signedWhole(String xml) {
        return edit(
                xml,
                d -> sign(d.getDocumentElement(), RSA_SHA256, DigestMethod.SHA256, CanonicalizationMethod.EXCLUSIVE));
    }

    public String signedWith(String xml, String algorithm, String digest, String canonicalisation) {
        return edit(xml, d -> sign(only(d, "Assertion"), algorithm, digest, canonicalisation));
    }

    public static String encoded(String xml) {
        return Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
    }

    /// The address with which this provider has a browser ask for a sign-out.
    public URI signOut(SamlService service, SamlName name, String id, Instant now) {
        SamlKey own = SamlKey.of(keys.getPrivate(), certificate);
        byte[] message = SamlMessages.logoutRequest(
                service.signOut(),
                new SamlService(
                        entityId, URI.create("https://idp.example.org/"), URI.create("https://idp.example.org/slo")),
                name,
                Optional.empty(),
                id,
                now);
        return RedirectBinding.address(service.signOut(), RedirectBinding.REQUEST, message, "relay", own);
    }

    /// A change of a parsed message.
    public interface Change {
        void apply(Document document) throws Exception;
    }

    public static String edit(String xml, Change change) {
        try {
            Document document = Xml.parse(xml.getBytes(StandardCharsets.UTF_8));
            change.apply(document);
            StringWriter out = new StringWriter();
            var transformer = TransformerFactory.newInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            transformer.transform(new DOMSource(document), new StreamResult(out));
            return out.toString();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    public static Element only(Node in, String name) {
        var found = in instanceof Document d
                ? d.getElementsByTagNameNS("*", name)
                : ((Element) in).getElementsByTagNameNS("*", name);
        return (Element) found.item(0);
    }

    private void sign(Element element, String algorithm, String digest, String canonicalisation) throws Exception {
        XMLSignatureFactory factory = XMLSignatureFactory.getInstance("DOM");
        element.setIdAttributeNS(null, "ID", true);
        SignedInfo info = factory.newSignedInfo(
                factory.newCanonicalizationMethod(canonicalisation, (C14NMethodParameterSpec) null),
                factory.newSignatureMethod(algorithm, null),
                List.of(factory.newReference(
                        "#" + element.getAttributeNS(null, "ID"),
                        factory.newDigestMethod(digest, null),
                        List.of(
                                factory.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
                                factory.newTransform(canonicalisation, (TransformParameterSpec) null)),
                        null,
                        null)));
        DOMSignContext context = new DOMSignContext(
                keys.getPrivate(), element, only(element, "Issuer").getNextSibling());
        context.setDefaultNamespacePrefix("ds");
        if (algorithm.contains("hmac")) {
            context = new DOMSignContext(
                    new javax.crypto.spec.SecretKeySpec(keys.getPublic().getEncoded(), "HmacSHA256"),
                    element,
                    only(element, "Issuer").getNextSibling());
        }
        factory.newXMLSignature(info, null).sign(context);
    }
}
