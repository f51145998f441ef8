package casemate.vault.aws;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The vectors are those of AWS's `aws-sig-v4-test-suite`, under their names there.
class AwsSignatureTest {
    private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");
    private static final String TOKEN =
            "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeo"
                    + "IYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5V"
                    + "SXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yj"
                    + "c8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "get-vanilla, GET, /, '', '', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "post-vanilla, POST, /, '', '', 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        "get-vanilla-query-order-key-case, GET, /?Param2=value2&Param1=value1, '', '',"
                + " b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        "get-unreserved, GET, /-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz, '', '',"
                + " 07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
        "post-x-www-form-urlencoded, POST, /, application/x-www-form-urlencoded, Param1=value1,"
                + " ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
        "post-sts-header-before, POST, /, token, '', 85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"
    })
    void signs_as_the_published_vectors(
            String name, String method, String path, String header, String body, String signature) {
        boolean session = header.equals("token");
        AwsCredentials who = new AwsCredentials(
                "AKIDEXAMPLE",
                Secret.of("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
                session ? Optional.of(Secret.of(TOKEN)) : Optional.empty());
        Map<String, String> headers = session || header.isEmpty() ? Map.of() : Map.of("content-type", header);
        assertThat(new AwsSignature("us-east-1", "service")
                        .sign(
                                who,
                                NOW,
                                method,
                                URI.create("https://example.amazonaws.com" + path),
                                headers,
                                body.getBytes(StandardCharsets.UTF_8))
                        .get("authorization"))
                .as(name)
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ")
                .endsWith("Signature=" + signature);
    }
}
