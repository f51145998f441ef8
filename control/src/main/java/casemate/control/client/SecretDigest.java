package casemate.control.client;

import casemate.base.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Compares secrets of 256 random bits with their digests.
final class SecretDigest implements PasswordEncoder {
    @Override
    public String encode(@Nullable CharSequence secret) {
        return HexFormat.of().formatHex(Sha256.of(String.valueOf(secret)));
    }

    @Override
    public boolean matches(@Nullable CharSequence presented, @Nullable String digest) {
        return presented != null
                && digest != null
                && MessageDigest.isEqual(
                        encode(presented).getBytes(StandardCharsets.US_ASCII),
                        digest.getBytes(StandardCharsets.US_ASCII));
    }
}
