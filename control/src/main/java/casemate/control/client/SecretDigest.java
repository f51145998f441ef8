package casemate.control.client;

import casemate.base.Secret;
import casemate.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Compares secrets of 256 random bits with their digests, of which several may count, with blanks between.
final class SecretDigest implements PasswordEncoder {
    static String of(List<Secret> secrets) {
        return secrets.stream()
                .map(Secret::revealText)
                .map(SecretDigest::digest)
                .collect(Collectors.joining(" "));
    }

    @Override
    public String encode(@Nullable CharSequence secret) {
        return digest(String.valueOf(secret));
    }

    /// Looks at all of them, whichever fits.
    @Override
    public boolean matches(@Nullable CharSequence presented, @Nullable String digests) {
        if (presented == null || digests == null) {
            return false;
        }
        byte[] shown = encode(presented).getBytes(StandardCharsets.US_ASCII);
        boolean good = false;
        for (String digest : digests.split(" ", -1)) {
            good |= MessageDigest.isEqual(shown, digest.getBytes(StandardCharsets.US_ASCII));
        }
        return good;
    }

    private static String digest(String secret) {
        return HexFormat.of().formatHex(Sha256.of(secret));
    }
}
