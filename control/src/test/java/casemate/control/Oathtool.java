package casemate.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// One-time codes as somebody else's program makes them.
public final class Oathtool {
    private Oathtool() {}

    /// The code of a moment (RFC 6238).
    ///
    /// @param secret in base 32, spaces and all
    public static String totp(String secret, Instant at) {
        return say("--totp", at(at), "--base32", bare(secret));
    }

    /// The code of a count (RFC 4226).
    public static String hotp(String secret, long count) {
        return say("--counter=" + count, "--base32", bare(secret));
    }

    private static String bare(String secret) {
        return secret.replaceAll("\\s", "");
    }

    /// The option that names a moment.
    public static String at(Instant moment) {
        return "--now="
                + moment.truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                        .replace("T", " ")
                        .replace("Z", " UTC");
    }

    public static String say(String... arguments) {
        List<String> command = new ArrayList<>(List.of("oathtool"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(process.waitFor()).as(said).isZero();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
