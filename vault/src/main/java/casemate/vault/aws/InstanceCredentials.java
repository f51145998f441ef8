package casemate.vault.aws;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// Credentials of the role that an EC2 machine has, from its metadata service, version 2 only: each question shows a
/// token that was had by a PUT, which a forged GET cannot bring about. Pods cannot reach it.
public final class InstanceCredentials implements CredentialSource {
    /// The same on every machine of EC2.
    public static final URI METADATA = URI.create("http://169.254.169.254/");

    /// It is on the machine itself, and answers at once or not at all.
    private static final Duration ANSWER = Duration.ofSeconds(2);

    private static final Duration RETRY = Duration.ofSeconds(30);
    /// The role's credentials are renewed that long before they run out, as AWS advises.
    private static final Duration EARLY = Duration.ofMinutes(5);

    private static final String TOKEN_SECONDS = "60";
    private static final String ROLES = "latest/meta-data/iam/security-credentials/";
    private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9+=,.@_-]{1,128}");
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,1024}");
    private static final int MOST_BYTES = 16 << 10;
    private static final int OK = 200;

    private final HttpClient http;
    private final URI metadata;
    private final Clock clock;
    private Optional<Held> held = Optional.empty();

    private record Held(AwsCredentials credentials, Instant renewAt) {}

    /// @param metadata [#METADATA]; another in tests
    public InstanceCredentials(HttpClient.Builder http, URI metadata, Clock clock) {
        this.http = http.connectTimeout(ANSWER)
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.metadata = metadata;
        this.clock = clock;
    }

    @Override
    public synchronized AwsCredentials now() {
        Instant now = clock.instant();
        Held good = held.filter(h -> now.isBefore(h.renewAt)).orElseGet(this::ask);
        held = Optional.of(good);
        return good.credentials;
    }

    @Override
    public synchronized void forget() {
        held = Optional.empty();
    }

    private Held ask() {
        String token = send(HttpRequest.newBuilder(metadata.resolve("latest/api/token"))
                .header("X-aws-ec2-metadata-token-ttl-seconds", TOKEN_SECONDS)
                .PUT(HttpRequest.BodyPublishers.noBody()));
        if (!TOKEN.matcher(token).matches()) {
            throw unavailable(new IOException("no token"));
        }
        String role = get(ROLES, token).strip();
        if (!ROLE.matcher(role).matches()) {
            throw unavailable(new IOException("no role"));
        }
        try {
            Json.Obj said = Json.parseObject(get(ROLES + role, token).getBytes(StandardCharsets.UTF_8), MOST_BYTES);
            AwsCredentials credentials = new AwsCredentials(
                    said.text("AccessKeyId"),
                    Secret.of(said.text("SecretAccessKey")),
                    Optional.of(Secret.of(said.text("Token"))));
            return new Held(credentials, said.instant("Expiration").minus(EARLY));
        } catch (Refusal e) {
            // Its words may hold what was read.
            throw unavailable(new IOException(e.code()));
        }
    }

    private String get(String path, String token) {
        return send(HttpRequest.newBuilder(metadata.resolve(path))
                .header("X-aws-ec2-metadata-token", token)
                .GET());
    }

    private String send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> answer = http.send(
                    request.timeout(ANSWER).build(),
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES));
            if (answer.statusCode() != OK) {
                throw new IOException("status " + answer.statusCode());
            }
            return new String(answer.body(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unavailable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(new IOException("interrupted"));
        }
    }

    private static Unavailable unavailable(IOException why) {
        return new Unavailable(
                "This machine's metadata service gives no credentials for AWS: give the machine a role, or a file by"
                        + " --keys-credentials.",
                RETRY,
                why);
    }
}
