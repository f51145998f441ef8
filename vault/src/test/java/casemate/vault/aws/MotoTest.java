package casemate.vault.aws;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Json;
import casemate.base.Secret;
import casemate.base.Unavailable;
import casemate.vault.KeyService;
import casemate.vault.KeyServiceContract;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// The same contract on moto, which others wrote to stand in for AWS and which checks signatures by AWS's own SDK, but
/// lets disabled keys decrypt. By hand: start `moto_server -p 5566`, then this with
/// `-Dcasemate.moto=http://127.0.0.1:5566/`.
@EnabledIfSystemProperty(named = "casemate.moto", matches = "http://.+/")
class MotoTest extends KeyServiceContract {
    private static final String REGION = "eu-west-3";
    /// What is asked before moto wants right signatures: a user, their key, their rights, and the root key.
    private static final String UNCHECKED = "4";

    private static final int MOST = 1 << 20;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI moto = URI.create(System.getProperty("casemate.moto", "http://127.0.0.1:1/"));
    private AwsCredentials caller = new AwsCredentials("none", Secret.of("none"), Optional.empty());
    private String key = "";

    @BeforeEach
    void open() throws Exception {
        send(HttpRequest.newBuilder(moto.resolve("moto-api/reset")), "");
        send(HttpRequest.newBuilder(moto.resolve("moto-api/reset-auth")), UNCHECKED);
        iam("Action=CreateUser&UserName=casemate");
        String made = iam("Action=CreateAccessKey&UserName=casemate");
        iam("Action=PutUserPolicy&UserName=casemate&PolicyName=kms&PolicyDocument="
                + "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C"
                + "%22Action%22%3A%22kms%3A*%22%2C%22Resource%22%3A%22*%22%7D%5D%7D");
        key = Json.parseObject(kms("CreateKey", "{}").getBytes(StandardCharsets.UTF_8), MOST)
                .obj("KeyMetadata")
                .text("KeyId");
        caller = new AwsCredentials(
                element(made, "AccessKeyId"), Secret.of(element(made, "SecretAccessKey")), Optional.empty());
    }

    @Override
    protected KeyService service() {
        return service(caller);
    }

    @Test
    void a_wrong_secret_is_refused() {
        AwsCredentials wrong = new AwsCredentials(caller.accessKey(), Secret.of("another"), Optional.empty());
        assertThatThrownBy(() -> service(wrong).wrap(Secret.of("key"), new byte[] {1}))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("refuses our credentials");
    }

    private KeyService service(AwsCredentials who) {
        return new KmsKeyService(
                HttpClient.newBuilder(), new KmsPlace(REGION, moto, key), () -> who, Clock.systemUTC());
    }

    private String iam(String form) throws Exception {
        return signed(
                new AwsSignature("us-east-1", "iam"),
                Map.of("content-type", "application/x-www-form-urlencoded"),
                form + "&Version=2010-05-08");
    }

    private String kms(String act, String body) throws Exception {
        return signed(
                new AwsSignature(REGION, "kms"),
                Map.of("content-type", "application/x-amz-json-1.1", "x-amz-target", "TrentService." + act),
                body);
    }

    private String signed(AwsSignature signature, Map<String, String> headers, String body) throws Exception {
        SortedMap<String, String> all = new TreeMap<>(
                signature.sign(caller, Instant.now(), "POST", moto, headers, body.getBytes(StandardCharsets.UTF_8)));
        all.remove("host");
        HttpRequest.Builder request = HttpRequest.newBuilder(moto);
        all.forEach(request::header);
        return send(request, body);
    }

    private String send(HttpRequest.Builder request, String body) throws Exception {
        HttpResponse<String> answer = http.send(
                request.POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private static String element(String xml, String name) {
        Matcher found = Pattern.compile("<" + name + ">([^<]+)</" + name + ">").matcher(xml);
        if (!found.find()) {
            throw new IllegalStateException("no " + name);
        }
        return found.group(1);
    }
}
