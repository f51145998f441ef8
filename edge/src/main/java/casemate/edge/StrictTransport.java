package casemate.edge;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What browsers are told about HTTPS (HSTS, RFC 6797), for as long as the policy in force promises. Written once for
/// each policy, for every answer carries it.
final class StrictTransport {
    /// A header's value, and its line as HTTP/1.1 has it.
    static final class Said {
        private final String value;
        private final byte[] line;

        private Said(String value) {
            this.value = value;
            this.line = value.isEmpty()
                    ? new byte[0]
                    : ("strict-transport-security: " + value + "\r\n").getBytes(StandardCharsets.US_ASCII);
        }

        /// Empty when nothing is said.
        String value() {
            return value;
        }

        /// Nobody changes it.
        byte[] line() {
            return line;
        }
    }

    private record Known(Duration age, Said below, Said elsewhere) {}

    private static final Duration NEVER = Duration.ZERO;
    private static final Said NOTHING = new Said("");

    private final Supplier<Duration> promised;
    private final String under;
    private volatile Known known = new Known(NEVER, NOTHING, NOTHING);

    /// @param promised how long; zero says nothing
    /// @param domain of the platform, whose names are all served here
    StrictTransport(Supplier<Duration> promised, String domain) {
        this.promised = promised;
        this.under = "." + domain;
    }

    /// What an answer for this host says. A customer's own domain speaks for itself alone: what else lies under it is
    /// not ours to promise.
    Said of(@Nullable String host) {
        Duration age = promised.get();
        Known now = known;
        if (!now.age.equals(age)) {
            String value = "max-age=" + age.toSeconds();
            now = age.isZero()
                    ? new Known(NEVER, NOTHING, NOTHING)
                    : new Known(age, new Said(value + "; includeSubDomains"), new Said(value));
            known = now;
        }
        return host != null && host.endsWith(under) ? now.below : now.elsewhere;
    }
}
