package casemate.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransitKeyServiceTest extends RemoteKeyServiceContract {
    private TransitStandIn engine;

    @BeforeEach
    void open() throws IOException {
        engine = new TransitStandIn("s.secret");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Override
    protected KeyService service() {
        return client("s.secret");
    }

    @Override
    protected void down(boolean wanted) {
        engine.answerWith(wanted ? 503 : 200);
    }

    @Test
    void a_service_that_is_down_slow_to_unseal_or_refuses_the_token_is_unavailable_and_says_no_secret() {
        KeyService good = service();
        byte[] bound = {1};
        byte[] wrapped = good.wrap(Secret.of("key"), bound);
        assertThatThrownBy(() -> client("s.other").unwrap(wrapped, bound))
                .isInstanceOf(Unavailable.class)
                .hasMessageNotContaining("s.other");
        engine.answerWith(503);
        assertThatThrownBy(() -> good.unwrap(wrapped, bound)).isInstanceOf(Unavailable.class);
        engine.answerWith(302);
        assertThatThrownBy(() -> good.unwrap(wrapped, bound)).isInstanceOf(Unavailable.class);
        engine.close();
        assertThatThrownBy(() -> good.unwrap(wrapped, bound)).isInstanceOf(Unavailable.class);
    }

    @Test
    void an_answer_without_end_is_cut_off() {
        KeyService service = service();
        engine.answerWithMuch();
        assertThatThrownBy(() -> service.wrap(Secret.of("key"), new byte[] {1})).isInstanceOf(Unavailable.class);
    }

    @Test
    void addresses_without_tls_or_without_a_mount_are_refused() {
        for (String address :
                List.of("http://keys.example/v1/transit/", "https://keys.example/v1/transit", "ftp://x/")) {
            assertThatThrownBy(() -> new TransitKeyService(
                            HttpClient.newBuilder(), URI.create(address), "casemate", () -> Secret.of("t")))
                    .isInstanceOf(Refusal.class);
        }
        assertThatThrownBy(() -> new TransitKeyService(
                        HttpClient.newBuilder(), engine.address(), "../sys", () -> Secret.of("t")))
                .isInstanceOf(Refusal.class);
        assertThat(service().name()).isEqualTo("transit at 127.0.0.1");
    }

    private TransitKeyService client(String token) {
        return new TransitKeyService(HttpClient.newBuilder(), engine.address(), "casemate", () -> Secret.of(token));
    }
}
