package casemate.control.saml;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import javax.xml.datatype.DatatypeConfigurationException;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.datatype.XMLGregorianCalendar;
import org.keycloak.dom.saml.v2.assertion.NameIDType;
import org.keycloak.dom.saml.v2.protocol.AuthnRequestType;
import org.keycloak.dom.saml.v2.protocol.LogoutRequestType;
import org.keycloak.dom.saml.v2.protocol.NameIDPolicyType;
import org.keycloak.dom.saml.v2.protocol.RequestAbstractType;
import org.keycloak.dom.saml.v2.protocol.StatusCodeType;
import org.keycloak.dom.saml.v2.protocol.StatusResponseType;
import org.keycloak.dom.saml.v2.protocol.StatusType;
import org.keycloak.saml.common.exceptions.ConfigurationException;
import org.keycloak.saml.common.exceptions.ParsingException;
import org.keycloak.saml.common.exceptions.ProcessingException;
import org.keycloak.saml.common.util.DocumentUtil;
import org.keycloak.saml.processing.api.saml.v2.request.SAML2Request;
import org.keycloak.saml.processing.api.saml.v2.response.SAML2Response;
import org.w3c.dom.Document;

/// Writes what we say to providers.
final class SamlMessages {
    private static final String SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";
    private static final Duration LOGOUT_LIFE = Duration.ofMinutes(2);

    private SamlMessages() {}

    static byte[] authnRequest(SamlPartner partner, SamlService service, String id, Instant now) {
        AuthnRequestType request = new AuthnRequestType(id, calendar(now));
        request.setDestination(partner.signIn());
        request.setProtocolBinding(URI.create(SamlMetadata.POST));
        request.setAssertionConsumerServiceURL(service.assertions());
        request.setIssuer(issuer(service));
        NameIDPolicyType policy = new NameIDPolicyType();
        policy.setAllowCreate(true);
        request.setNameIDPolicy(policy);
        return bytes(request);
    }

    static byte[] logoutRequest(
            URI endpoint, SamlService service, SamlName name, Optional<String> session, String id, Instant now) {
        LogoutRequestType request = new LogoutRequestType(id, calendar(now));
        request.setDestination(endpoint);
        request.setIssuer(issuer(service));
        request.setNotOnOrAfter(calendar(now.plus(LOGOUT_LIFE)));
        request.setNameID(named(name));
        session.ifPresent(request::addSessionIndex);
        return bytes(request);
    }

    static byte[] logoutResponse(URI endpoint, SamlService service, String wish, String id, Instant now) {
        StatusResponseType response = new StatusResponseType(id, calendar(now));
        StatusCodeType code = new StatusCodeType();
        code.setValue(URI.create(SUCCESS));
        StatusType status = new StatusType();
        status.setStatusCode(code);
        response.setStatus(status);
        response.setInResponseTo(wish);
        response.setDestination(endpoint.toString());
        response.setIssuer(issuer(service));
        try {
            return bytes(SAML2Response.convert(response));
        } catch (ProcessingException | ConfigurationException | ParsingException e) {
            throw new IllegalStateException("an answer could not be written", e);
        }
    }

    private static NameIDType issuer(SamlService service) {
        NameIDType issuer = new NameIDType();
        issuer.setValue(service.entityId());
        return issuer;
    }

    private static NameIDType named(SamlName name) {
        NameIDType id = new NameIDType();
        id.setValue(name.value());
        Optional.of(name.format()).filter(f -> !f.isEmpty()).map(URI::create).ifPresent(id::setFormat);
        Optional.of(name.qualifier()).filter(q -> !q.isEmpty()).ifPresent(id::setNameQualifier);
        Optional.of(name.spQualifier()).filter(q -> !q.isEmpty()).ifPresent(id::setSPNameQualifier);
        return id;
    }

    private static byte[] bytes(RequestAbstractType request) {
        try {
            return bytes(SAML2Request.convert(request));
        } catch (ProcessingException | ConfigurationException | ParsingException e) {
            throw new IllegalStateException("a request could not be written", e);
        }
    }

    private static byte[] bytes(Document document) {
        return DocumentUtil.asString(document).getBytes(StandardCharsets.UTF_8);
    }

    private static XMLGregorianCalendar calendar(Instant instant) {
        try {
            return DatatypeFactory.newInstance()
                    .newXMLGregorianCalendar(
                            instant.truncatedTo(ChronoUnit.MILLIS).toString());
        } catch (DatatypeConfigurationException e) {
            throw new IllegalStateException("every JDK has this factory", e);
        }
    }
}
