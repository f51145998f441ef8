package casemate.control.factor;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;

/// The hash under a code's HMAC, by its name in `otpauth` links. Most authenticator apps know SHA-1 only, and HMAC does
/// not suffer from what broke SHA-1 for signatures (RFC 6194).
public enum Algorithm {
    SHA1(TimeBasedOneTimePasswordGenerator.TOTP_ALGORITHM_HMAC_SHA1, 20),
    SHA256(TimeBasedOneTimePasswordGenerator.TOTP_ALGORITHM_HMAC_SHA256, 32);

    private final String mac;
    private final int keyBytes;

    Algorithm(String mac, int keyBytes) {
        this.mac = mac;
        this.keyBytes = keyBytes;
    }

    String mac() {
        return mac;
    }

    /// As long as the hash (RFC 4226, section 4).
    int keyBytes() {
        return keyBytes;
    }
}
