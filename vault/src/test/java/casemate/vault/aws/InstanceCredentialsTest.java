package casemate.vault.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Secret;
import casemate.base.Unavailable;
import casemate.vault.MovedClock;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InstanceCredentialsTest {
    private static final String ROLES = "/latest/meta-data/iam/security-credentials/";

    private final MovedClock clock = new MovedClock();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer metadata;
    private volatile String role = "casemate";

    @BeforeEach
    void open() throws IOException {
        metadata = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        metadata.createContext("/", this::answer);
        metadata.start();
    }

    @AfterEach
    void close() {
        metadata.stop(0);
    }

    @Test
    void the_machines_role_is_asked_for_with_a_token_and_again_before_it_runs_out() {
        InstanceCredentials source = source();
        AwsCredentials first = source.now();
        assertThat(first.accessKey()).isEqualTo("ASIA1");
        assertThat(first.secretKey()).isEqualTo(Secret.of("secret"));
        assertThat(first.sessionToken()).contains(Secret.of("session"));
        assertThat(asked).containsExactly("PUT /latest/api/token", "GET " + ROLES, "GET " + ROLES + "casemate");
        clock.advance(Duration.ofMinutes(54));
        assertThat(source.now()).isSameAs(first);
        clock.advance(Duration.ofMinutes(2));
        assertThat(source.now()).isNotSameAs(first);
        AwsCredentials second = source.now();
        source.forget();
        assertThat(source.now()).isNotSameAs(second);
    }

    @Test
    void a_machine_without_a_role_or_without_a_metadata_service_is_said() {
        role = "";
        assertThatThrownBy(source()::now)
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("give the machine a role");
        role = "../api/token";
        assertThatThrownBy(source()::now).isInstanceOf(Unavailable.class);
        metadata.stop(0);
        assertThatThrownBy(source()::now).isInstanceOf(Unavailable.class);
    }

    private InstanceCredentials source() {
        return new InstanceCredentials(
                HttpClient.newBuilder(),
                URI.create("http://127.0.0.1:" + metadata.getAddress().getPort() + "/"),
                clock);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String act =
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            asked.add(act);
            boolean put = act.equals("PUT /latest/api/token")
                    && "60".equals(exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token-ttl-seconds"));
            boolean shown = "token==".equals(exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token"));
            String text = put
                    ? "token=="
                    : !shown
                            ? ""
                            : act.equals("GET " + ROLES)
                                    ? role
                                    : """
                    {"Code":"Success","LastUpdated":"2026-01-01T00:00:00Z","Type":"AWS-HMAC","AccessKeyId":"ASIA1",
                    "SecretAccessKey":"secret","Token":"session","Expiration":"%s"}
                    """.formatted(clock.instant().plus(Duration.ofHours(1)));
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(put || shown ? 200 : 401, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
