package casemate.control.provider;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.Outside;
import casemate.control.SharedHouses;
import casemate.control.TestControl;
import casemate.control.dns.LocalDns;
import casemate.control.provider.CanaryProvider.User;
import casemate.testkit.TestDatabase;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A control whose customer has a provider of its own, which lives in the test.
final class SignOnHouse implements SharedHouses.House {
    static final Actor TEST = new Actor.Program("test");

    private final LocalDns dns = new LocalDns();
    private final TestControl control;
    private final CanaryProvider provider;
    private final Browser owner;
    private final Connection connection;

    SignOnHouse(TestDatabase database, Path directory) throws IOException {
        control = TestControl.start(
                database,
                directory,
                Clock.systemUTC(),
                TestControl.outside(Outside.NOTHING.asking(dns.address()).withPrivateProviders()));
        control.control().adopt(Files.readAllBytes(Path.of("../policies/casemate.yaml")));
        provider = CanaryProvider.start(Clock.systemUTC());
        owner = customer("owner@acme.example");
        connection = connected(owner, "acme.example", provider);
    }

    @Override
    public void close() {
        provider.close();
        control.close();
        dns.close();
    }

    /// The provider says again what it should.
    void honest() {
        provider.saying(set -> set);
        provider.giving(token -> token);
    }

    LocalDns dns() {
        return dns;
    }

    TestControl control() {
        return control;
    }

    CanaryProvider provider() {
        return provider;
    }

    Browser owner() {
        return owner;
    }

    Connection connection() {
        return connection;
    }

    Browser customer(String email) {
        Browser browser = control.browser("portal");
        Customers.join(control, browser, email);
        return browser;
    }

    Connection connected(Browser owner, String domain, CanaryProvider by) {
        Connections connections = control.door(Connections.class);
        Connection made = connections.add(
                new ConnectionForm(
                        false, "Own", by.issuer(), CanaryProvider.CLIENT, CanaryProvider.SECRET, "", "groups"),
                customerOf("owner@" + domain),
                TEST);
        assertThat(owner).isNotNull();
        return on(made, domain);
    }

    Connection on(Connection made, String domain) {
        Connections connections = control.door(Connections.class);
        control.door(EmailDomains.class).trust(made.customer(), domain);
        connections.tested(made, TEST);
        connections.turnOn(made, TEST);
        return connections.known(made.id());
    }

    CustomerId customerOf(String email) {
        return new CustomerId(Customers.column(control, """
                SELECT m.customer_id FROM account.member m JOIN account.person p ON p.id = m.person_id
                WHERE p.email = '%s' AND m.role = 'owner'""".formatted(email)).getFirst());
    }

    List<String> role(String email) {
        return Customers.column(control, """
                SELECT m.role FROM account.member m JOIN account.person p ON p.id = m.person_id
                WHERE p.email = '%s'""".formatted(email));
    }

    /// Where the sign-in page sends somebody with this address.
    URI leave(Browser browser, String email) {
        browser.get("/sign-in");
        return left(browser.post("/sign-in", Map.of("email", email)));
    }

    static URI left(Browser.Answer answer) {
        return URI.create(
                answer.headers().getOrDefault("refresh", "0; url=none").substring("0; url=".length()));
    }

    Browser.Answer back(Browser browser, Map<String, String> answer) {
        return browser.get("/sso/" + connection.id() + "/openid?" + query(answer));
    }

    Browser comeIn(User user) {
        return comeIn(user, "/");
    }

    /// @param home where this person's role begins
    Browser comeIn(User user, String home) {
        Browser browser = control.browser("portal");
        assertThat(back(browser, provider.visit(leave(browser, user.email()), user))
                        .path())
                .as("signed in")
                .isEqualTo(home);
        return browser;
    }

    String fails(User user) {
        Browser browser = control.browser("portal");
        return back(browser, provider.visit(leave(browser, "somebody@acme.example"), user))
                .body();
    }

    static void assertRefused(String name, String body) {
        assertThat(body).as(name).contains("Sign-in did not succeed");
    }

    long refusals() {
        return Customers.column(control, "SELECT number FROM audit.event WHERE action = 'provider.refuse'")
                .size();
    }

    int backChannel(String token) {
        return control.browser("portal")
                .postOnly("/sso/" + connection.id() + "/back-channel", Map.of("logout_token", token))
                .status();
    }

    /// The token of a sign-in of another user, as somebody could have seen it.
    String recorded(Browser browser, User user) {
        StringBuilder seen = new StringBuilder();
        provider.giving(t -> {
            seen.append(t);
            return "nonsense";
        });
        back(browser, provider.visit(leave(browser, "somebody@acme.example"), user));
        provider.giving(t -> t);
        return seen.toString();
    }

    String hmac(String token) {
        try {
            SignedJWT forged = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .keyID(provider.key().getKeyID())
                            .build(),
                    claims(token));
            forged.sign(new MACSigner(provider.key().toPublicKey().getEncoded()));
            return forged.serialize();
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static JWTClaimsSet claims(String token) {
        try {
            return JWTParser.parse(token).getJWTClaimsSet();
        } catch (java.text.ParseException e) {
            throw new AssertionError(e);
        }
    }

    static Map<String, String> with(Map<String, String> answer, String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(answer);
        changed.put(name, value);
        return changed;
    }

    static String query(Map<String, String> answer) {
        return answer.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /// The id of the request that a browser carries to a SAML provider.
    static String request(URI address) {
        try {
            String field = java.net.URLDecoder.decode(
                    address.getRawQuery().replaceAll(".*SAMLRequest=([^&]+).*", "$1"), StandardCharsets.UTF_8);
            byte[] deflated = java.util.Base64.getDecoder().decode(field);
            var in = new java.util.zip.InflaterInputStream(
                    new java.io.ByteArrayInputStream(deflated), new java.util.zip.Inflater(true));
            String xml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return xml.replaceAll("(?s).* ID=\"([^\"]+)\".*", "$1");
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
