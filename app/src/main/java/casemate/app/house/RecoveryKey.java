package casemate.app.house;

import casemate.base.Refusal;
import casemate.base.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/// The private half of recovery: an age identity that opens every copy of the house. The operator takes it away; the
/// house needs it for nothing. Not a record: it holds a key.
public final class RecoveryKey {
    private static final Pattern FORM = Pattern.compile("AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}");
    private static final int MAX_FILE_BYTES = 4_096;
    private static final String SEAL_INFO = "casemate.house-seal.v1";
    private static final int SEAL_BYTES = 32;

    private final Secret identity;

    private RecoveryKey(Secret identity) {
        this.identity = identity;
    }

    static RecoveryKey make() throws IOException, InterruptedException {
        return parse(Tools.bash("making the recovery key", "age-keygen 2>/dev/null", "", List.of()));
    }

    /// Reads a file as age writes one: comments, and one line with the key.
    ///
    /// @throws Refusal `recovery-key-missing`, `recovery-key-malformed`
    public static RecoveryKey read(Path file) {
        try (var in = Files.newInputStream(file)) {
            return parse(new String(in.readNBytes(MAX_FILE_BYTES), StandardCharsets.UTF_8));
        } catch (IOException _) {
            throw Refusal.invalid("recovery-key-missing", "The recovery key " + file + " cannot be read.");
        }
    }

    /// @throws Refusal `recovery-key-malformed`
    public static RecoveryKey parse(String text) {
        String key = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .findFirst()
                .orElse("");
        if (!FORM.matcher(key).matches()) {
            throw Refusal.invalid(
                    "recovery-key-malformed", "That is no recovery key: it is one line that begins AGE-SECRET-KEY-1.");
        }
        return new RecoveryKey(Secret.of(key));
    }

    /// The line that `age` reads.
    public Secret identity() {
        return identity;
    }

    /// What the house keeps of it.
    RecoveryHalf half() throws IOException, InterruptedException {
        try {
            String recipient =
                    Tools.bash("reading the recovery key", "age-keygen -y", identity.revealText() + "\n", List.of());
            return new RecoveryHalf(recipient.strip(), Secret.of(seal()));
        } catch (IOException _) {
            // age checks the sum that the key carries.
            throw Refusal.invalid("recovery-key-malformed", "The recovery key has a typing error; look at it again.");
        }
    }

    private byte[] seal() {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(identity.reveal())
                            .thenExpand(SEAL_INFO.getBytes(StandardCharsets.US_ASCII), SEAL_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("JDK 25 has HKDF-SHA256", e);
        }
    }
}
