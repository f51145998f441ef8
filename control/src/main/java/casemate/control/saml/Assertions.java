package casemate.control.saml;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.datatype.DatatypeConstants;
import javax.xml.datatype.XMLGregorianCalendar;
import org.jspecify.annotations.Nullable;
import org.keycloak.dom.saml.v2.assertion.AssertionType;
import org.keycloak.dom.saml.v2.assertion.AttributeType;
import org.keycloak.dom.saml.v2.assertion.AudienceRestrictionType;
import org.keycloak.dom.saml.v2.assertion.AuthnStatementType;
import org.keycloak.dom.saml.v2.assertion.ConditionsType;
import org.keycloak.dom.saml.v2.assertion.NameIDType;
import org.keycloak.dom.saml.v2.assertion.OneTimeUseType;
import org.keycloak.dom.saml.v2.assertion.ProxyRestrictionType;
import org.keycloak.dom.saml.v2.assertion.SubjectConfirmationDataType;
import org.keycloak.dom.saml.v2.assertion.SubjectConfirmationType;

/// Judges an assertion whose signature held: is it about now, for us, at this address, in answer to one of our
/// requests?
final class Assertions {
    /// How far a provider's clock may be from ours.
    static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    /// A bearer's assertion is used at once; one that is good for longer is not believed for longer.
    static final Duration LONGEST = Duration.ofMinutes(15);

    static final int MOST_GROUPS = 500;

    private static final String BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
    private static final String TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
    private static final String EMAIL_FORMAT = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
    private static final int MAX_NAME = 512;
    private static final int MAX_GROUP = 256;

    /// How the usual providers call an address.
    private static final List<String> EMAILS = List.of(
            "email",
            "mail",
            "emailaddress",
            "urn:oid:0.9.2342.19200300.100.1.3",
            "urn:oid:1.2.840.113549.1.9.1",
            "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress");

    private Assertions() {}

    /// @throws casemate.base.Refusal `sign-on-refused` with the reason in one line
    static SamlIdentity judged(
            AssertionType assertion, SamlPartner partner, SamlService service, String groupsName, Instant now) {
        from(assertion.getIssuer(), partner);
        SubjectConfirmationDataType confirmation = confirmation(assertion, service, now);
        conditions(assertion.getConditions(), service, now);
        AuthnStatementType statement = assertion.getStatements().stream()
                .filter(AuthnStatementType.class::isInstance)
                .map(AuthnStatementType.class::cast)
                .findFirst()
                .orElseThrow(() -> Xml.refused("the assertion does not say that anybody signed in"));
        Optional<Instant> sessionUntil =
                Optional.ofNullable(statement.getSessionNotOnOrAfter()).map(Assertions::instant);
        if (sessionUntil.filter(u -> !now.isBefore(u)).isPresent()) {
            throw Xml.refused("the provider's session is over");
        }
        NameIDType name = assertion.getSubject().getSubType() != null
                        && assertion.getSubject().getSubType().getBaseID() instanceof NameIDType n
                ? n
                : null;
        SamlName known = name(name);
        Instant end = instant(Objects.requireNonNull(confirmation.getNotOnOrAfter(), "looked at above"));
        return new SamlIdentity(
                Optional.ofNullable(assertion.getID()).orElseThrow(() -> Xml.refused("the assertion has no id")),
                end.plus(CLOCK_SKEW),
                Objects.requireNonNull(confirmation.getInResponseTo(), "looked at above"),
                known,
                known.format().equals(TRANSIENT),
                email(assertion, known),
                values(assertion, groupsName).limit(MOST_GROUPS).toList(),
                Optional.ofNullable(statement.getSessionIndex()).filter(i -> fit(i, MAX_NAME)),
                sessionUntil);
    }

    static void from(@Nullable NameIDType issuer, SamlPartner partner) {
        if (issuer == null || !partner.entityId().equals(issuer.getValue())) {
            throw Xml.refused("the message is another provider's");
        }
    }

    static SamlName name(@Nullable NameIDType name) {
        if (name == null || !fit(name.getValue(), MAX_NAME)) {
            throw Xml.refused("the assertion names nobody");
        }
        List<String> rest = Stream.of(
                        Optional.ofNullable(name.getFormat()).map(URI::toString).orElse(""),
                        told(name.getNameQualifier()),
                        told(name.getSPNameQualifier()))
                .toList();
        if (rest.stream().anyMatch(r -> !r.isEmpty() && !fit(r, MAX_NAME))) {
            throw Xml.refused("the name in the assertion is malformed");
        }
        return new SamlName(name.getValue(), rest.get(0), rest.get(1), rest.get(2));
    }

    /// SAML's times are in UTC (SAML 2.0 Core, 1.3.3), also those that do not say so.
    static Instant instant(XMLGregorianCalendar time) {
        if (time.getTimezone() == DatatypeConstants.FIELD_UNDEFINED) {
            time.setTimezone(0);
        }
        return time.toGregorianCalendar().toInstant();
    }

    /// A confirmation that whoever bears this assertion, here, now, after our request, is who it is about.
    private static SubjectConfirmationDataType confirmation(AssertionType assertion, SamlService service, Instant now) {
        if (assertion.getSubject() == null) {
            throw Xml.refused("the assertion is about nobody");
        }
        List<SubjectConfirmationDataType> bearers = assertion.getSubject().getConfirmation().stream()
                .filter(c -> BEARER.equals(c.getMethod()))
                .map(SubjectConfirmationType::getSubjectConfirmationData)
                .filter(Objects::nonNull)
                .toList();
        if (bearers.size() != 1) {
            throw Xml.refused("the assertion has no bearer, or several");
        }
        SubjectConfirmationDataType data = bearers.getFirst();
        if (!service.assertions().toString().equals(data.getRecipient())) {
            throw Xml.refused("the assertion is for another recipient");
        }
        if (data.getInResponseTo() == null || data.getInResponseTo().isEmpty()) {
            throw Xml.refused("nobody asked for the assertion");
        }
        if (data.getNotOnOrAfter() == null) {
            throw Xml.refused("the assertion does not say how long it is good");
        }
        within(data.getNotBefore(), data.getNotOnOrAfter(), now);
        if (assertion.getIssueInstant() == null
                || instant(assertion.getIssueInstant()).plus(LONGEST).isBefore(now)) {
            throw Xml.refused("the assertion is too old");
        }
        return data;
    }

    private static void conditions(@Nullable ConditionsType conditions, SamlService service, Instant now) {
        if (conditions == null) {
            throw Xml.refused("the assertion has no conditions");
        }
        within(conditions.getNotBefore(), conditions.getNotOnOrAfter(), now);
        boolean known = conditions.getConditions().stream()
                .allMatch(c -> c instanceof AudienceRestrictionType
                        || c instanceof OneTimeUseType
                        || c instanceof ProxyRestrictionType);
        List<AudienceRestrictionType> audiences = conditions.getConditions().stream()
                .filter(AudienceRestrictionType.class::isInstance)
                .map(AudienceRestrictionType.class::cast)
                .toList();
        if (!known) {
            throw Xml.refused("the assertion has a condition that we do not know");
        }
        if (audiences.isEmpty()
                || !audiences.stream()
                        .allMatch(a -> a.getAudience().stream()
                                .anyMatch(u -> service.entityId().equals(u.toString())))) {
            throw Xml.refused("the assertion is for another audience");
        }
    }

    private static void within(@Nullable XMLGregorianCalendar from, @Nullable XMLGregorianCalendar to, Instant now) {
        if (from != null && instant(from).isAfter(now.plus(CLOCK_SKEW))) {
            throw Xml.refused("the assertion is not yet valid; look at the provider's clock");
        }
        if (to != null && !now.minus(CLOCK_SKEW).isBefore(instant(to))) {
            throw Xml.refused("the assertion has expired; look at the provider's clock");
        }
    }

    private static Optional<String> email(AssertionType assertion, SamlName name) {
        return EMAILS.stream()
                .flatMap(e -> values(assertion, e))
                .findFirst()
                .or(() -> Optional.of(name.value()).filter(_ -> name.format().equals(EMAIL_FORMAT)));
    }

    private static Stream<String> values(AssertionType assertion, String name) {
        return assertion.getAttributeStatements().stream()
                .flatMap(s -> s.getAttributes().stream())
                .flatMap(a -> Optional.ofNullable(a.getAttribute()).stream())
                .filter(a -> called(a, name))
                .flatMap(a -> a.getAttributeValue().stream())
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(v -> fit(v, MAX_GROUP))
                .distinct();
    }

    private static boolean called(AttributeType attribute, String name) {
        return Arrays.asList(attribute.getName(), attribute.getFriendlyName()).stream()
                .filter(Objects::nonNull)
                .anyMatch(n -> n.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)));
    }

    private static String told(@Nullable String text) {
        return Optional.ofNullable(text).orElse("");
    }

    private static boolean fit(@Nullable String text, int most) {
        return text != null
                && !text.isBlank()
                && text.length() <= most
                && text.chars().noneMatch(Character::isISOControl);
    }
}
