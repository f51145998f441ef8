package casemate.app.secret;

import casemate.base.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Where a start finds its one-time token. It is looked for at each try, so that an operator can bring one while the
/// start waits.
public interface TokenFile {
    int MOST_BYTES = 1_024;

    /// What people are told to bring.
    String where();

    Optional<Secret> read() throws IOException;

    /// It was shown: whatever the answer, it is good for nothing now.
    void spent() throws IOException;

    /// A file that an operator or a service manager fills for each start.
    static TokenFile at(Path file) {
        return new TokenFile() {
            @Override
            public String where() {
                return file.toString();
            }

            @Override
            public Optional<Secret> read() throws IOException {
                try (var in = Files.newInputStream(file)) {
                    return token(in.readNBytes(MOST_BYTES));
                } catch (NoSuchFileException _) {
                    return Optional.empty();
                }
            }

            @Override
            public void spent() throws IOException {
                Files.deleteIfExists(file);
            }
        };
    }

    /// One that is there already, such as from standard input.
    static TokenFile given(Secret token) {
        return new TokenFile() {
            @Override
            public String where() {
                return "standard input";
            }

            @Override
            public Optional<Secret> read() {
                return Optional.of(token);
            }

            @Override
            public void spent() {}
        };
    }

    private static Optional<Secret> token(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(Secret.of(text));
    }
}
