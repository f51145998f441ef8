package casemate.agent.volume;

import casemate.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/// What gocryptfs gets to know of a volume's key: a passphrase of 256 bits that opens one directory of ciphertext, and
/// that directory's name. Each is derived (HKDF-SHA512), so that neither tells anything of the other or of the key.
final class GocryptfsKey {
    private static final String WORDS = "casemate volume gocryptfs v1";
    private static final String NAME = "casemate volume gocryptfs name v1";
    private static final int WORDS_BYTES = 32;

    private GocryptfsKey() {}

    static KeyName name(Secret key) {
        return KeyName.of(derive(key, NAME, KeyName.BYTES));
    }

    /// One line of hexadecimal digits, to be overwritten after use.
    static byte[] words(Secret key) {
        byte[] raw = derive(key, WORDS, WORDS_BYTES);
        byte[] line = new byte[2 * WORDS_BYTES + 1];
        for (int i = 0; i < raw.length; i++) {
            line[2 * i] = (byte) HexFormat.of().toHighHexDigit(raw[i]);
            line[2 * i + 1] = (byte) HexFormat.of().toLowHexDigit(raw[i]);
        }
        line[2 * WORDS_BYTES] = '\n';
        Arrays.fill(raw, (byte) 0);
        return line;
    }

    private static byte[] derive(Secret key, String purpose, int bytes) {
        byte[] given = key.reveal();
        try {
            return KDF.getInstance("HKDF-SHA512")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(given)
                            .thenExpand(purpose.getBytes(StandardCharsets.US_ASCII), bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HKDF", e);
        } finally {
            Arrays.fill(given, (byte) 0);
        }
    }
}
