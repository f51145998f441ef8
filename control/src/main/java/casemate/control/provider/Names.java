package casemate.control.provider;

import casemate.control.openid.OpenIdRegistration;
import casemate.control.provider.Connection.Speech;
import casemate.control.saml.SamlService;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import java.net.URI;

/// What this platform is called towards a connection's provider. Every connection has addresses of its own, so that the
/// answer of one provider is never taken for another's.
public final class Names {
    static final String OPEN_ID = "/openid";
    static final String BACK_CHANNEL = "/back-channel";
    static final String SAML = "/saml";
    static final String SAML_SIGN_OUT = "/saml/sign-out";
    static final String METADATA = "/metadata";
    static final String SIGNED_OUT = "/signed-out";

    private final Site site;

    Names(Site site) {
        this.site = site;
    }

    OpenIdRegistration registration(Connection connection, casemate.base.Secret secret) {
        return switch (connection.speech()) {
            case Speech.OpenId o ->
                new OpenIdRegistration(
                        connection.issuer(),
                        o.clientId(),
                        secret,
                        address(connection, OPEN_ID),
                        connection.groupsName());
            case Speech.Saml _ -> throw new IllegalArgumentException("speaks SAML");
        };
    }

    SamlService service(Connection connection) {
        return new SamlService(
                address(connection, METADATA).toString(),
                address(connection, SAML),
                address(connection, SAML_SIGN_OUT));
    }

    /// Where a provider's answers of one kind come in.
    public URI address(Connection connection, String end) {
        return URI.create(site.origin(Shell.PORTAL) + "/sso/" + connection.id() + end);
    }
}
