package casemate.control.provider;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.saml.SamlClient;
import casemate.control.web.Site;
import casemate.testkit.TestDatabase;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A real Keycloak signs people in. By hand: it is 160 MB and takes minutes to start. Run `kc.sh start-dev` with the
/// administrator admin/admin, then this with `-Dcasemate.keycloak=http://127.0.0.1:8080`; it makes a realm of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@EnabledIfSystemProperty(named = "casemate.keycloak", matches = "http://.+")
class KeycloakTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final Actor TEST = new Actor.Program("test");
    private static final String SECRET = "a secret that Keycloak knows too";
    private static final int MAX_ANSWER = 1 << 20;

    private final String keycloak = System.getProperty("casemate.keycloak", "");
    private final String realm = "acme-" + Long.toHexString(System.nanoTime());
    /// Made after the browser's client, which must be the first to say that it names hosts.
    private Optional<HttpClient> client = Optional.empty();

    private TestControl control;
    private String token = "";

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        control = TestControl.start(DATABASE, directory, Clock.systemUTC(), TestControl.privateProviders());
        token = object(post(
                        admin(),
                        keycloak + "/realms/master/protocol/openid-connect/token",
                        Map.of(
                                "grant_type",
                                "password",
                                "client_id",
                                "admin-cli",
                                "username",
                                "admin",
                                "password",
                                "admin")))
                .text("access_token");
        String users = List.of("ann", "bob").stream()
                .map(n -> """
                        {"username":"%1$s","email":"%1$s@%2$s.example","emailVerified":true,"enabled":true,"firstName":"F",
                        "lastName":"L","credentials":[{"type":"password","value":"%1$s-password","temporary":false}]}""".formatted(n, "DOMAIN"))
                .collect(Collectors.joining(","));
        for (String name : new String[] {"openid", "saml"}) {
            create(
                    "/admin/realms",
                    "{\"realm\":\"%s\",\"enabled\":true,\"sslRequired\":\"none\",\"users\":[%s]}"
                            .formatted(realm + name, users.replace("DOMAIN", name)));
        }
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void it_signs_people_in_and_out_by_openid_connect_and_keeps_the_disabled_out() throws Exception {
        CustomerId customer = customer("owner@openid.example");
        String issuer = keycloak + "/realms/" + realm + "openid";
        Connections connections = control.door(Connections.class);
        Connection connection = connections.add(
                new ConnectionForm(false, "Keycloak", issuer, "casemate", SECRET, "", "groups"), customer, TEST);
        Names names = new Names(control.door(Site.class));
        create("/admin/realms/" + realm + "openid/clients", """
                {"clientId":"casemate","secret":"%s","protocol":"openid-connect","redirectUris":["%s"],
                "standardFlowEnabled":true,"attributes":{"pkce.code.challenge.method":"S256",
                "post.logout.redirect.uris":"%s"}}""".formatted(
                        SECRET, names.address(connection, Names.OPEN_ID), names.address(connection, Names.SIGNED_OUT)));
        on(connection, "openid.example");
        Person ann = new Person("ann", "openid.example");
        Browser browser = control.browser("portal");
        assertThat(comeIn(ann, browser).body()).contains("ann@openid.example");
        Browser.Answer left = browser.post("/sign-out", Map.of());
        HttpResponse<String> away =
                ann.go(URI.create(left.headers().getOrDefault("refresh", "").substring("0; url=".length())));
        assertThat(away.headers().firstValue("location").orElse(""))
                .startsWith(names.address(connection, Names.SIGNED_OUT).toString());
        assertThat(comeIn(ann, browser).body())
                .as("asked for the password again")
                .contains("ann@openid.example");
        disable("openid", "bob");
        assertThat(refuses(new Person("bob", "openid.example"), control.browser("portal")))
                .isTrue();
    }

    @Test
    void it_signs_people_in_and_out_by_saml() throws Exception {
        CustomerId customer = customer("owner@saml.example");
        String metadata = get(admin(), keycloak + "/realms/" + realm + "saml/protocol/saml/descriptor");
        Connections connections = control.door(Connections.class);
        Connection connection =
                connections.add(new ConnectionForm(true, "Keycloak", "", "", "", metadata, "groups"), customer, TEST);
        Names names = new Names(control.door(Site.class));
        String ours = control.door(SamlClient.class).metadata(names.service(connection));
        // Keycloak makes a client of our metadata itself.
        HttpResponse<String> converted = admin().send(
                        authorized("/admin/realms/" + realm + "saml/client-description-converter")
                                .header("Content-Type", "application/xml")
                                .POST(HttpRequest.BodyPublishers.ofString(ours))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        String mappers = """
                "protocolMappers":[{"name":"email","protocol":"saml","protocolMapper":"saml-user-property-mapper",
                "config":{"user.attribute":"email","attribute.name":"email","attribute.nameformat":"Basic"}}],""";
        create(
                "/admin/realms/" + realm + "saml/clients",
                converted
                        .body()
                        .replaceFirst("\\{", Matcher.quoteReplacement("{" + mappers))
                        .replaceFirst(",\"protocolMappers\":\\[\\]", ""));
        on(connection, "saml.example");
        Person ann = new Person("ann", "saml.example");
        Browser browser = control.browser("portal");
        assertThat(comeIn(ann, browser).body()).contains("ann@saml.example");
        Browser.Answer left = browser.post("/sign-out", Map.of());
        HttpResponse<String> away =
                ann.go(URI.create(left.headers().getOrDefault("refresh", "").substring("0; url=".length())));
        assertThat(away.statusCode()).isLessThan(400);
        assertThat(browser.get("/").path()).contains("/sign-in");
        assertThat(comeIn(ann, browser).body())
                .as("asked for the password again")
                .contains("ann@saml.example");
        disable("saml", "bob");
        assertThat(refuses(new Person("bob", "saml.example"), control.browser("portal")))
                .isTrue();
    }

    /// Somebody at Keycloak, with a browser that has its cookies.
    private static final class Person {
        private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");
        private static final Pattern HIDDEN = Pattern.compile(
                "<input[^>]*?name=\"(SAML\\w+|RelayState)\"[^>]*?value=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
        private final HttpClient client =
                HttpClient.newBuilder().cookieHandler(new OnThisMachine()).build();
        private final String name;
        private final String domain;

        Person(String name, String domain) {
            this.name = name;
            this.domain = domain;
        }

        HttpResponse<String> go(URI address) throws Exception {
            return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        }

        /// Fills in Keycloak's form; what comes back leads to us, or is the form again.
        HttpResponse<String> signIn(URI address) throws Exception {
            HttpResponse<String> form = go(address);
            Matcher action = FORM.matcher(form.body());
            assertThat(action.find()).as(form.body()).isTrue();
            return send(
                    client,
                    action.group(1).replace("&amp;", "&"),
                    Map.of("username", name, "password", name + "-password"));
        }
    }

    /// Browsers send secure cookies to this machine without TLS too; Java's client does not.
    private static final class OnThisMachine extends CookieManager {
        @Override
        public void put(URI uri, Map<String, List<String>> headers) throws java.io.IOException {
            Map<String, List<String>> plain = new LinkedHashMap<>();
            headers.forEach((name, values) -> plain.put(
                    name,
                    values.stream()
                            .map(v -> v.replaceAll("(?i);\\s*secure", ""))
                            .toList()));
            super.put(uri, plain);
        }
    }

    private Browser.Answer comeIn(Person person, Browser browser) throws Exception {
        browser.get("/sign-in");
        Browser.Answer going = browser.post("/sign-in", Map.of("email", person.name + "@" + person.domain));
        HttpResponse<String> answer = person.signIn(
                URI.create(going.headers().getOrDefault("refresh", "").substring("0; url=".length())));
        if (answer.statusCode() == 302) {
            URI back = URI.create(answer.headers().firstValue("location").orElseThrow());
            return browser.get(back.getRawPath() + "?" + back.getRawQuery());
        }
        Matcher action = Person.FORM.matcher(answer.body());
        assertThat(action.find()).as(answer.body()).isTrue();
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher hidden = Person.HIDDEN.matcher(answer.body());
        while (hidden.find()) {
            fields.put(
                    hidden.group(1),
                    hidden.group(2).replace("&#xd;", "").replace("&#xa;", "").replace("&#13;", ""));
        }
        return browser.post(URI.create(action.group(1)).getRawPath(), fields);
    }

    private boolean refuses(Person person, Browser browser) throws Exception {
        browser.get("/sign-in");
        Browser.Answer going = browser.post("/sign-in", Map.of("email", person.name + "@" + person.domain));
        HttpResponse<String> answer = person.signIn(
                URI.create(going.headers().getOrDefault("refresh", "").substring("0; url=".length())));
        return answer.statusCode() == 200 && !answer.body().contains("SAMLResponse");
    }

    private CustomerId customer(String owner) {
        Customers.join(control, control.browser("portal"), owner);
        return new CustomerId(Customers.column(control, """
                SELECT m.customer_id FROM account.member m JOIN account.person p ON p.id = m.person_id
                WHERE p.email = '%s'""".formatted(owner)).getFirst());
    }

    private void on(Connection connection, String domain) {
        control.door(EmailDomains.class).trust(connection.customer(), domain);
        control.door(Connections.class).tested(connection, TEST);
        control.door(Connections.class).turnOn(connection, TEST);
    }

    private void disable(String end, String user) throws Exception {
        String found = admin().send(
                        authorized("/admin/realms/" + realm + end + "/users?username=" + user)
                                .GET()
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher id = Pattern.compile("\"id\":\"([^\"]+)\"").matcher(found);
        assertThat(id.find()).isTrue();
        HttpResponse<String> done = admin().send(
                        authorized("/admin/realms/" + realm + end + "/users/" + id.group(1))
                                .header("Content-Type", "application/json")
                                .PUT(HttpRequest.BodyPublishers.ofString("{\"enabled\":false}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(done.statusCode()).isEqualTo(204);
    }

    private void create(String path, String json) throws Exception {
        HttpResponse<String> made = admin().send(
                        authorized(path)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(json))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    private HttpClient admin() {
        HttpClient made = client.orElseGet(HttpClient::newHttpClient);
        client = Optional.of(made);
        return made;
    }

    private HttpRequest.Builder authorized(String path) {
        return HttpRequest.newBuilder(URI.create(keycloak + path)).header("Authorization", "Bearer " + token);
    }

    private static Json.Obj object(String json) {
        return Json.parseObject(json.getBytes(StandardCharsets.UTF_8), MAX_ANSWER);
    }

    private static String get(HttpClient client, String address) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String post(HttpClient client, String address, Map<String, String> fields) throws Exception {
        return send(client, address, fields).body();
    }

    private static HttpResponse<String> send(HttpClient client, String address, Map<String, String> fields)
            throws Exception {
        String body = fields.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return client.send(
                HttpRequest.newBuilder(URI.create(address))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
