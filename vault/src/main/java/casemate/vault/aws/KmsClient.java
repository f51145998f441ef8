package casemate.vault.aws;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/// Asks AWS KMS: one signed POST of JSON for each act. What passes by itself (throttling, faults of the service, a lost
/// connection) is tried again, the way AWS's own SDKs do in their standard mode; all else is said at once.
final class KmsClient {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    /// Three tries are 15 s at the worst, so that a page that waits says so soon.
    private static final int TRIES = 3;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    /// Whoever asks too much waits longer.
    private static final Duration THROTTLED_PAUSE = Duration.ofMillis(500);

    private static final Duration RETRY = Duration.ofSeconds(30);
    private static final int MOST_BYTES = 64 << 10;
    /// AWS takes signatures for five minutes either way; what is nearer than four is not the clock's fault.
    private static final Duration SKEW = Duration.ofMinutes(4);

    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY = 429;

    /// Error codes that SDKs take for throttling.
    private static final Set<String> THROTTLED = Set.of(
            "Throttling",
            "ThrottlingException",
            "ThrottledException",
            "RequestThrottledException",
            "TooManyRequestsException",
            "RequestLimitExceeded",
            "SlowDown");

    /// Error codes that SDKs take for passing, with KMS's own.
    private static final Set<String> PASSING = Set.of(
            "RequestTimeout",
            "RequestTimeoutException",
            "InternalError",
            "InternalFailure",
            "ServiceUnavailable",
            "KMSInternalException",
            "KeyUnavailableException",
            "DependencyTimeoutException");

    /// The credentials have run out, or were taken away: perhaps newer ones are there.
    private static final Set<String> WORN_OUT =
            Set.of("ExpiredTokenException", "ExpiredToken", "UnrecognizedClientException", "InvalidClientTokenId");

    /// What KMS says to a signature that is wrong, or right for another moment.
    private static final Set<String> UNSIGNED = Set.of(
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "RequestExpired",
            "RequestInTheFuture",
            "RequestTimeTooSkewed",
            "IncompleteSignature",
            "IncompleteSignatureException");

    /// How long to wait between two tries; a test counts instead.
    interface Pause {
        /// @throws InterruptedException when nobody waits for the answer any more
        void of(Duration length) throws InterruptedException;
    }

    /// What KMS answered instead of what it was asked for.
    ///
    /// @param code AWS's name for it, such as `DisabledException`; empty when the answer was not KMS's
    private record Fault(int status, String code, boolean mayPass) {}

    private final HttpClient http;
    private final URI endpoint;
    private final AwsSignature signature;
    private final CredentialSource credentials;
    private final Clock clock;
    private final Pause pause;

    /// @param endpoint with `/` as its path
    KmsClient(
            HttpClient.Builder http,
            URI endpoint,
            String region,
            CredentialSource credentials,
            Clock clock,
            Pause pause) {
        this.http = http.connectTimeout(CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.endpoint = endpoint;
        this.signature = new AwsSignature(region, "kms");
        this.credentials = credentials;
        this.clock = clock;
        this.pause = pause;
    }

    /// @param act KMS's name for it, such as `Encrypt`
    /// @throws KmsRefusal with AWS's code, when KMS understood and refuses
    /// @throws Unavailable when it cannot be had now
    Json.Obj ask(String act, Json.Obj body) throws KmsRefusal {
        for (int tried = 1; ; tried++) {
            HttpResponse<byte[]> answer;
            try {
                answer = send(act, body.canonical());
            } catch (IOException e) {
                if (tried == TRIES) {
                    throw new Unavailable("The key service does not answer.", RETRY, e);
                }
                waitFor(FIRST_PAUSE, tried);
                continue;
            }
            if (answer.statusCode() == OK) {
                return read(answer);
            }
            Fault fault = fault(answer);
            if (WORN_OUT.contains(fault.code)) {
                credentials.forget();
            }
            if (!fault.mayPass || tried == TRIES) {
                throw refused(answer, fault);
            }
            waitFor(throttled(fault) ? THROTTLED_PAUSE : FIRST_PAUSE, tried);
        }
    }

    private HttpResponse<byte[]> send(String act, byte[] body) throws IOException {
        SortedMap<String, String> headers = signature.sign(
                credentials.now(),
                clock.instant(),
                "POST",
                endpoint,
                Map.of("content-type", "application/x-amz-json-1.1", "x-amz-target", "TrentService." + act),
                body);
        // The client writes it by itself.
        headers.remove("host");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint).timeout(ANSWER).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            return http.send(
                    request.build(),
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES));
        } catch (InterruptedException e) {
            throw notWaitedFor(e);
        }
    }

    private static Json.Obj read(HttpResponse<byte[]> answer) {
        try {
            return Json.parseObject(answer.body(), MOST_BYTES);
        } catch (Refusal e) {
            // Its words may hold what was read.
            throw new Unavailable("The key service does not speak as AWS KMS does.", RETRY, new IOException(e.code()));
        }
    }

    /// AWS names its errors in the body, with a namespace before `#` perhaps.
    private static Fault fault(HttpResponse<byte[]> answer) {
        String code;
        try {
            Json type =
                    Json.parseObject(answer.body(), MOST_BYTES).find("__type").orElse(Json.of(""));
            code = type instanceof Json.Text text
                    ? text.value().substring(text.value().indexOf('#') + 1)
                    : "";
        } catch (Refusal _) {
            code = "";
        }
        int status = answer.statusCode();
        boolean passes = status >= SERVER_ERROR
                || status == TOO_MANY
                || THROTTLED.contains(code)
                || PASSING.contains(code)
                || WORN_OUT.contains(code);
        return new Fault(status, code, passes);
    }

    private static boolean throttled(Fault fault) {
        return fault.status == TOO_MANY || THROTTLED.contains(fault.code);
    }

    private RuntimeException refused(HttpResponse<byte[]> answer, Fault fault) throws KmsRefusal {
        IOException why = new IOException("status " + fault.status + " " + fault.code);
        if (UNSIGNED.contains(fault.code)) {
            return new Unavailable(
                    skew(answer)
                            .map(off -> "This machine's clock is " + words(off) + " the key service's: set it right.")
                            .orElse("The key service refuses our signature: the secret access key is another."),
                    RETRY,
                    why);
        }
        if (WORN_OUT.contains(fault.code) || (fault.code.isEmpty() && fault.status == FORBIDDEN)) {
            return new Unavailable("The key service refuses our credentials: renew them.", RETRY, why);
        }
        if (throttled(fault)) {
            return new Unavailable("The key service is asked too often: raise its quota.", RETRY, why);
        }
        if (fault.mayPass || fault.code.isEmpty()) {
            return new Unavailable("The key service cannot answer now.", RETRY, why);
        }
        throw new KmsRefusal(fault.code, why);
    }

    /// How far this clock is ahead of the service's; empty when both are right enough, or it does not say.
    private Optional<Duration> skew(HttpResponse<byte[]> answer) {
        return answer.headers()
                .firstValue("date")
                .flatMap(KmsClient::date)
                .map(theirs -> Duration.between(theirs, clock.instant()))
                .filter(off -> off.abs().compareTo(SKEW) > 0);
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
                    .toInstant());
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    private static String words(Duration off) {
        return off.abs().toMinutes() + " minutes " + (off.isNegative() ? "behind" : "ahead of");
    }

    /// Twice as long each time, and a part of that by chance, so that a hundred programs do not come back at once.
    private void waitFor(Duration first, int tried) {
        double part = Math.random();
        try {
            pause.of(Duration.ofMillis((long) (first.toMillis() * Math.scalb(1.0, tried - 1) * (1 + part) / 2)));
        } catch (InterruptedException e) {
            throw notWaitedFor(e);
        }
    }

    private static Unavailable notWaitedFor(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Unavailable("The key service was not waited for.", RETRY, e);
    }
}
