package casemate.control.saml;

import casemate.base.Refusal;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.dom.saml.v2.metadata.EndpointType;
import org.keycloak.dom.saml.v2.metadata.EntityDescriptorType;
import org.keycloak.dom.saml.v2.metadata.IDPSSODescriptorType;
import org.keycloak.dom.saml.v2.metadata.KeyDescriptorType;
import org.keycloak.dom.saml.v2.metadata.KeyTypes;
import org.keycloak.saml.common.exceptions.ParsingException;
import org.keycloak.saml.processing.core.parsers.saml.SAMLParser;
import org.w3c.dom.Element;

/// Reads a provider's metadata (SAML 2.0 Metadata) and writes ours.
final class SamlMetadata {
    static final String REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
    static final String POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";

    /// Federations publish thousands of providers in one file; we want the file of one.
    static final int MAX_BYTES = 200 << 10;

    /// NIST SP 800-131A.
    private static final int LEAST_RSA_BITS = 2_048;

    private static final int LEAST_EC_BITS = 256;
    /// One in use, one to come, and some that were forgotten.
    private static final int MOST_KEYS = 10;

    private static final int MAX_ENTITY_ID = 1_024;

    private SamlMetadata() {}

    /// @throws Refusal `metadata-unfit` with the reason in one line
    static SamlPartner read(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw unfit("it is longer than " + MAX_BYTES / 1024 + " KiB");
        }
        EntityDescriptorType entity = entity(bytes);
        IDPSSODescriptorType provider = entity.getChoiceType().stream()
                .flatMap(c -> c.getDescriptors().stream())
                .flatMap(d -> Optional.ofNullable(d.getIdpDescriptor()).stream())
                .findFirst()
                .orElseThrow(() -> unfit("it describes no identity provider"));
        String id = Optional.ofNullable(entity.getEntityID()).orElse("");
        if (id.isBlank() || id.length() > MAX_ENTITY_ID) {
            throw unfit("it has no entityID");
        }
        List<X509Certificate> certificates = provider.getKeyDescriptor().stream()
                .filter(k -> k.getUse() != KeyTypes.ENCRYPTION)
                .flatMap(SamlMetadata::certificates)
                .distinct()
                .limit(MOST_KEYS)
                .toList();
        if (certificates.isEmpty()) {
            throw unfit("it has no certificate for signatures");
        }
        URI signIn = endpoint(provider.getSingleSignOnService())
                .orElseThrow(() -> unfit("it has no single sign-on service with the HTTP-Redirect binding"));
        return new SamlPartner(id, signIn, endpoint(provider.getSingleLogoutService()), certificates);
    }

    /// Our half, for the provider's administrator.
    static String write(SamlService service, X509Certificate certificate) {
        try {
            String key = Base64.getEncoder().encodeToString(certificate.getEncoded());
            return """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <md:EntityDescriptor xmlns:md="%s" entityID="%s">
                      <md:SPSSODescriptor protocolSupportEnumeration="%s" AuthnRequestsSigned="true" WantAssertionsSigned="true">
                        <md:KeyDescriptor use="signing">
                          <ds:KeyInfo xmlns:ds="%s"><ds:X509Data><ds:X509Certificate>%s</ds:X509Certificate></ds:X509Data></ds:KeyInfo>
                        </md:KeyDescriptor>
                        <md:SingleLogoutService Binding="%s" Location="%s"/>
                        <md:SingleLogoutService Binding="%s" Location="%s"/>
                        <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>
                        <md:AssertionConsumerService Binding="%s" Location="%s" index="0" isDefault="true"/>
                      </md:SPSSODescriptor>
                    </md:EntityDescriptor>
                    """.formatted(
                            Xml.METADATA,
                            service.entityId(),
                            Xml.PROTOCOL,
                            Xml.SIGNATURE,
                            key,
                            REDIRECT,
                            service.signOut(),
                            POST,
                            service.signOut(),
                            POST,
                            service.assertions());
        } catch (CertificateException e) {
            throw new IllegalStateException("our own certificate cannot be written", e);
        }
    }

    private static EntityDescriptorType entity(byte[] bytes) {
        try {
            Element root = Xml.parse(bytes).getDocumentElement();
            if (!Xml.is(root, Xml.METADATA, "EntityDescriptor")) {
                throw unfit("it is not the metadata of one provider");
            }
            return (EntityDescriptorType) SAMLParser.getInstance().parse(new ByteArrayInputStream(bytes));
        } catch (Refusal refused) {
            throw refused.code().equals("metadata-unfit") ? refused : unfit("it is not plain XML");
        } catch (ParsingException | RuntimeException _) {
            throw unfit("it cannot be read");
        }
    }

    private static Optional<URI> endpoint(List<EndpointType> endpoints) {
        return endpoints.stream()
                .filter(e -> REDIRECT.equals(String.valueOf(e.getBinding())))
                .map(EndpointType::getLocation)
                .filter(l -> ("https".equals(l.getScheme()) || "http".equals(l.getScheme())) && l.getHost() != null)
                .findFirst();
    }

    private static Stream<X509Certificate> certificates(KeyDescriptorType descriptor) {
        return Optional.ofNullable(descriptor.getKeyInfo()).stream()
                .flatMap(info -> {
                    var found = info.getElementsByTagNameNS(Xml.SIGNATURE, "X509Certificate");
                    return Stream.iterate(0, i -> i < found.getLength(), i -> i + 1)
                            .map(i -> found.item(i).getTextContent());
                })
                .map(SamlMetadata::certificate);
    }

    static X509Certificate certificate(String base64) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            boolean strong = switch (certificate.getPublicKey()) {
                case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= LEAST_RSA_BITS;
                case ECPublicKey ec -> ec.getParams().getCurve().getField().getFieldSize() >= LEAST_EC_BITS;
                default -> false;
            };
            if (!strong) {
                throw unfit("a key in it is too weak: RSA from " + LEAST_RSA_BITS + " bits, or P-256, is wanted");
            }
            return certificate;
        } catch (CertificateException | IllegalArgumentException _) {
            throw unfit("a certificate in it cannot be read");
        }
    }

    private static Refusal unfit(String why) {
        return Refusal.invalid("metadata-unfit", "That metadata cannot be used: " + why + ".");
    }
}
