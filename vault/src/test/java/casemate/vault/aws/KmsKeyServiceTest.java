package casemate.vault.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Unavailable;
import casemate.vault.KeyService;
import casemate.vault.RemoteKeyServiceContract;
import casemate.vault.aws.KmsStandIn.Wrong;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KmsKeyServiceTest extends RemoteKeyServiceContract {
    private static final String REGION = "eu-west-3";
    private static final String ACCESS = "AKIDEXAMPLE";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final Secret KEY = Secret.of("0123456789abcdef0123456789abcdef");
    private static final byte[] BOUND =
            "casemate.owner-key.v1/cus_1/2".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private final List<Duration> pauses = new ArrayList<>();
    private KmsStandIn kms;

    @BeforeEach
    void open() throws IOException {
        kms = new KmsStandIn(new SignatureCheck(ACCESS, SECRET, "", REGION, Clock.systemUTC()));
    }

    @AfterEach
    void close() {
        kms.close();
    }

    @Override
    protected KeyService service() {
        return service(Clock.systemUTC());
    }

    @Override
    protected void down(boolean wanted) {
        kms.down(wanted);
    }

    @Test
    void what_passes_is_tried_again_three_times_in_all_and_what_does_not_is_said_at_once() {
        KeyService service = service();
        byte[] wrapped = service.wrap(KEY, BOUND);
        kms.asked().clear();
        kms.next(new Wrong(400, "ThrottlingException"), new Wrong(500, "KMSInternalException"));
        assertThat(service.unwrap(wrapped, BOUND)).isEqualTo(KEY);
        assertThat(kms.asked()).containsExactly("Decrypt", "Decrypt", "Decrypt");
        assertThat(pauses.get(0)).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
        assertThat(pauses.get(1)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
        kms.asked().clear();
        Wrong busy = new Wrong(400, "ThrottlingException");
        kms.next(busy, busy, busy);
        assertThatThrownBy(() -> service.unwrap(wrapped, BOUND))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("too often");
        assertThat(kms.asked()).hasSize(3);
        kms.asked().clear();
        kms.next(new Wrong(400, "AccessDeniedException"));
        assertThatThrownBy(() -> service.unwrap(wrapped, BOUND))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("kms:Decrypt")
                .hasMessageNotContaining("secret words");
        assertThat(kms.asked()).hasSize(1);
    }

    @Test
    void nobody_there_an_answer_without_end_and_one_in_another_language_are_unavailable() {
        KeyService service = service();
        byte[] wrapped = service.wrap(KEY, BOUND);
        kms.next(new Wrong(302, ""));
        assertThatThrownBy(() -> service.unwrap(wrapped, BOUND)).isInstanceOf(Unavailable.class);
        kms.answerWithMuch();
        assertThatThrownBy(() -> service.wrap(KEY, BOUND)).isInstanceOf(Unavailable.class);
        kms.close();
        assertThatThrownBy(() -> service.unwrap(wrapped, BOUND))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("does not answer");
    }

    @Test
    void a_disabled_key_one_that_is_to_be_deleted_and_one_that_is_not_there_are_said_as_such() {
        KeyService service = service();
        byte[] wrapped = service.wrap(KEY, BOUND);
        kms.state("Disabled");
        assertThatThrownBy(() -> service.unwrap(wrapped, BOUND))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("is disabled: enable it");
        kms.state("PendingDeletion");
        assertThatThrownBy(() -> service.unwrap(wrapped, BOUND))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("to be deleted on 2027-01-15")
                .hasMessageContaining("cancel that");
        kms.state("Enabled");
        assertThat(service.unwrap(wrapped, BOUND)).isEqualTo(KEY);
        KeyService other = new KmsKeyService(
                HttpClient.newBuilder(),
                new KmsPlace(REGION, kms.address(), "ffffffff-12ab-34cd-56ef-1234567890ab"),
                () -> credentials(SECRET),
                Clock.systemUTC());
        assertThatThrownBy(() -> other.unwrap(wrapped, BOUND))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("no such root key");
    }

    @Test
    void a_clock_that_is_off_is_told_from_a_secret_that_is_wrong_and_neither_says_the_secret() {
        KeyService ahead = service(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(20)));
        assertThatThrownBy(() -> ahead.wrap(KEY, BOUND))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("minutes ahead of the key service's: set it right");
        KeyService behind = service(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-20)));
        assertThatThrownBy(() -> behind.wrap(KEY, BOUND)).hasMessageContaining("minutes behind");
        KeyService wrong = new KmsKeyService(
                HttpClient.newBuilder(), place(), () -> credentials("another/secret"), Clock.systemUTC());
        assertThatThrownBy(() -> wrong.wrap(KEY, BOUND))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("secret access key is another")
                .hasMessageNotContaining("another/secret");
    }

    @Test
    void credentials_that_have_run_out_are_asked_for_anew() {
        int[] asked = {0};
        CredentialSource worn = new CredentialSource() {
            @Override
            public AwsCredentials now() {
                return credentials(SECRET);
            }

            @Override
            public void forget() {
                asked[0]++;
            }
        };
        KeyService service = new KmsKeyService(HttpClient.newBuilder(), place(), worn, Clock.systemUTC(), pauses::add);
        kms.next(new Wrong(400, "ExpiredTokenException"));
        byte[] wrapped = service.wrap(KEY, BOUND);
        assertThat(asked[0]).isEqualTo(1);
        assertThat(service.unwrap(wrapped, BOUND)).isEqualTo(KEY);
    }

    @Test
    void what_aws_writes_down_names_no_customer() {
        service().wrap(KEY, BOUND);
        assertThat(kms.contexts())
                .isNotEmpty()
                .allSatisfy(c -> assertThat(c).matches("\\{\"casemate\":\"[0-9a-f]{64}\"}"));
    }

    @Test
    void a_rotation_that_is_under_way_is_enough_and_one_too_many_is_said() {
        KeyService service = service();
        kms.next(new Wrong(400, "ConflictException"));
        assertThatCode(service::rotate).doesNotThrowAnyException();
        kms.next(new Wrong(400, "LimitExceededException"));
        assertThatThrownBy(service::rotate).isInstanceOf(Unavailable.class).hasMessageContaining("limit");
        kms.next(new Wrong(400, "UnsupportedOperationException"));
        assertThat(service.outdated("aws-kms:r0:AAAA".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void regions_addresses_and_keys_are_read_strictly() {
        String key = KmsStandIn.KEY;
        assertThat(KmsPlace.of(REGION, Optional.empty(), key).endpoint())
                .hasToString("https://kms.eu-west-3.amazonaws.com/");
        assertThat(KmsPlace.of("cn-north-1", Optional.empty(), key).endpoint())
                .hasToString("https://kms.cn-north-1.amazonaws.com.cn/");
        assertThat(KmsPlace.of(REGION, Optional.of(URI.create("https://vpce-1.kms.example:443")), key)
                        .endpoint())
                .hasToString("https://vpce-1.kms.example/");
        assertThatCode(() -> KmsPlace.of(
                        REGION, Optional.empty(), "arn:aws:kms:eu-west-3:111122223333:key/mrk-" + "0a".repeat(16)))
                .doesNotThrowAnyException();
        for (String wrong : List.of("alias/casemate", "casemate", "arn:aws:kms:us-east-1:111122223333:key/" + key)) {
            assertThatThrownBy(() -> KmsPlace.of(REGION, Optional.empty(), wrong))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("--keys-name");
        }
        for (String wrong : List.of("", "Paris", "eu-west-3.example/")) {
            assertThatThrownBy(() -> KmsPlace.of(wrong, Optional.empty(), key))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("aws-kms:REGION");
        }
        for (String wrong : List.of("http://kms.example/", "https://kms.example/v1/", "https://u@kms.example/")) {
            assertThatThrownBy(() -> KmsPlace.of(REGION, Optional.of(URI.create(wrong)), key))
                    .isInstanceOf(Refusal.class);
        }
    }

    @Test
    void credentials_are_read_as_aws_tools_write_them_and_a_refusal_does_not_say_them() {
        AwsCredentials file = AwsCredentials.parse(Secret.of(
                "[default]\naws_access_key_id = AKID\naws_secret_access_key = s/e+c=\naws_session_token = T\n"));
        assertThat(file.accessKey()).isEqualTo("AKID");
        assertThat(file.secretKey()).isEqualTo(Secret.of("s/e+c="));
        assertThat(file.sessionToken()).contains(Secret.of("T"));
        assertThat(AwsCredentials.parse(Secret.of("AKIDEXAMPLE12345:" + SECRET + "\n"))
                        .secretKey())
                .isEqualTo(Secret.of(SECRET));
        assertThatThrownBy(() -> AwsCredentials.parse(Secret.of("aws_secret_access_key = hidden")))
                .isInstanceOf(Refusal.class)
                .hasMessageNotContaining("hidden");
    }

    private KeyService service(Clock clock) {
        return new KmsKeyService(HttpClient.newBuilder(), place(), () -> credentials(SECRET), clock, pauses::add);
    }

    private KmsPlace place() {
        return new KmsPlace(REGION, kms.address(), KmsStandIn.KEY);
    }

    private static AwsCredentials credentials(String secret) {
        return new AwsCredentials(ACCESS, Secret.of(secret), Optional.empty());
    }
}
