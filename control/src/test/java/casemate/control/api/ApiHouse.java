package casemate.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.CustomerId;
import casemate.base.Json;
import casemate.base.UserId;
import casemate.control.Customers;
import casemate.control.SharedHouses;
import casemate.control.TestControl;
import casemate.control.instance.Blueprint;
import casemate.control.token.TokenKind;
import casemate.control.token.TokenWish;
import casemate.control.token.Tokens;
import casemate.control.web.Language;
import casemate.control.web.Permission;
import casemate.control.web.Rights;
import casemate.control.web.Viewer;
import casemate.testkit.TestDatabase;
import casemate.wire.PodOrder.Limits;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A control with customers' programs that ask it over a real socket.
final class ApiHouse implements SharedHouses.House {
    static final String NOBODYS = "ins_01kb0000000000000000000001";
    private static final int MAX_BYTES = 1 << 20;

    private static final Blueprint OFFER =
            new Blueprint("wiki", Map.of("en", "A wiki."), Set.of("title"), new Limits(256 << 20, 500, 128));

    private final Json.Obj document = Description.read();
    private final TestControl control;
    private final HttpClient client;

    record Answer(int status, HttpResponse<byte[]> response) {
        Json.Obj json() {
            return Json.parseObject(response.body(), MAX_BYTES);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    ApiHouse(TestDatabase database, Path directory) {
        control = TestControl.start(database, directory);
        client = HttpClient.newHttpClient();
        control.control().offer(List.of(OFFER));
    }

    @Override
    public void close() {
        control.close();
    }

    TestControl control() {
        return control;
    }

    Json.Obj document() {
        return document;
    }

    static String wish(String slug) {
        return "{\"blueprint\":\"wiki\",\"slug\":\"" + slug + "\",\"title\":\"Ours\"}";
    }

    /// The id of a new instance.
    String instance(String token, String slug) {
        return send(token, "POST", "/instances", wish(slug))
                .json()
                .obj("instance")
                .text("id");
    }

    /// The answer, once it was held against what the document says of this operation.
    Answer fits(String path, String method, Answer answer) {
        Json.Obj responses = document.obj("paths").obj(path).obj(method).obj("responses");
        Json.Obj response = Shape.resolved(document, responses.obj(String.valueOf(answer.status())));
        if (response.find("content").isEmpty()) {
            assertThat(answer.response().body()).isEmpty();
            return answer;
        }
        String type = answer.header("Content-Type");
        assertThat(Shape.faults(document, response.obj("content").obj(type).obj("schema"), answer.json()))
                .isEmpty();
        return answer;
    }

    /// A token of a new customer.
    String token(String mail, List<Permission> scopes) {
        Customers.join(control, control.browser("portal"), mail);
        return issue(mail, scopes);
    }

    String issue(String mail, List<Permission> scopes) {
        String where =
                " FROM account.member m JOIN account.person p ON p.id = m.person_id WHERE p.email = '" + mail + "'";
        Viewer viewer = new Viewer(
                new UserId(Customers.column(control, "SELECT p.id" + where).getFirst()),
                Optional.of(new CustomerId(Customers.column(control, "SELECT m.customer_id" + where)
                        .getFirst())),
                Optional.empty(),
                mail,
                Language.EN,
                ZoneId.of("UTC"),
                "ses",
                Instant.EPOCH,
                Rights.owner());
        return control.door(Tokens.class)
                .issue(new TokenWish(TokenKind.SERVICE, "test", Set.copyOf(scopes), 1), viewer)
                .secret()
                .revealText();
    }

    Answer send(String token, String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + control.control().port() + "/v1" + path))
                .header("Host", "portal.casemate.localhost")
                .header("X-Forwarded-For", "192.0.2.8")
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
