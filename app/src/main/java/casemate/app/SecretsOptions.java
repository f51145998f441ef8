package casemate.app;

import casemate.app.secret.StrongroomPlace;
import casemate.app.secret.TokenFile;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.vault.strongroom.StrongroomClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What `up` is told about where the passwords of its deployment are.
final class SecretsOptions {
    @Option(
            names = "--secrets",
            paramLabel = "URL",
            description = "Fetch passwords from this strongroom (casemate strongroom serve on another machine), such as"
                    + " https://strongroom.example:8443/; without it one runs on this machine.")
    private @Nullable String address;

    @Option(names = "--secrets-pin", paramLabel = "PIN", description = "Its key, as it printed at its start.")
    private @Nullable String pin;

    @Option(
            names = "--secrets-token",
            paramLabel = "FILE",
            description = "The file of the one-time token, removed once it was shown; - reads it from standard input.")
    private @Nullable String token;

    Optional<StrongroomPlace> place() throws IOException {
        if (address == null) {
            if (pin != null || token != null) {
                throw Refusal.invalid("secrets-missing", "--secrets-pin and --secrets-token need --secrets.");
            }
            return Optional.empty();
        }
        if (pin == null || token == null) {
            throw Refusal.invalid("secrets-incomplete", "--secrets needs --secrets-pin and --secrets-token.");
        }
        StrongroomPlace place = new StrongroomPlace(uri(address), pin, token(token));
        // Refuses what is malformed before anything starts.
        new StrongroomClient(place.address(), place.pin()).close();
        return Optional.of(place);
    }

    private static URI uri(String typed) {
        try {
            return URI.create(typed);
        } catch (IllegalArgumentException _) {
            throw Refusal.invalid("strongroom-malformed", "--secrets takes an address such as https://HOST:8443/.");
        }
    }

    private static TokenFile token(String typed) throws IOException {
        if (!typed.equals("-")) {
            return TokenFile.at(Path.of(typed));
        }
        String text = new String(System.in.readNBytes(TokenFile.MOST_BYTES), StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            throw Refusal.invalid("secrets-token-missing", "No token came on standard input.");
        }
        return TokenFile.given(Secret.of(text));
    }
}
