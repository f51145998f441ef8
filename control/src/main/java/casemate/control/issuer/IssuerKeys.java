package casemate.control.issuer;

import casemate.base.DurableFile;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.UserId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// What is made, each for one purpose, from one secret in a file that only control reads (HKDF, RFC 5869): the keys of
/// identity headers, and the names by which instances know people. Nothing of it lies in the database.
public final class IssuerKeys {
    private static final String NAME = "issuer.key";
    private static final int KEY_BYTES = 32;
    private static final int SUBJECT_BYTES = 20;

    private final SecretKeySpec secret;

    private IssuerKeys(byte[] secret) {
        this.secret = new SecretKeySpec(secret, "HKDF");
    }

    /// The secret of this platform; made at the first start.
    ///
    /// @throws Refusal when the file is there and damaged: with a new one every person would be a stranger to every
    ///     application
    static IssuerKeys open(Path keys, SecureRandom chance) {
        Path file = keys.resolve(NAME);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(keys);
                byte[] fresh = new byte[KEY_BYTES];
                chance.nextBytes(fresh);
                DurableFile.write(file, fresh);
            }
            byte[] bytes = Files.size(file) == KEY_BYTES ? Files.readAllBytes(file) : new byte[0];
            if (bytes.length != KEY_BYTES) {
                throw Refusal.invalid(
                        "issuer-key-unreadable", "The file keys/" + NAME + " is damaged; restore it from a backup.");
            }
            return new IssuerKeys(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("the issuer's key cannot be read or made", e);
        }
    }

    /// With which edges sign who asks, towards this instance only.
    Secret identity(InstanceId instance) {
        byte[] key = derive("identity-header.v1\0" + instance.value());
        Secret text = Secret.of(HexFormat.of().formatHex(key));
        Arrays.fill(key, (byte) 0);
        return text;
    }

    /// The name of a person at one instance (OpenID Connect Core, 8.1): the same for ever, another at every other
    /// instance, and no way back from it to the person.
    String subject(InstanceId instance, UserId person) {
        byte[] name = derive("subject.v1\0" + instance.value() + "\0" + person.value());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(name, SUBJECT_BYTES));
    }

    /// By which an instance's application shows at the token endpoint that it is that one.
    ///
    /// @param generation how often it was made anew
    public Secret clientSecret(InstanceId instance, int generation) {
        byte[] key = derive("oidc-client.v1\0" + instance.value() + "\0" + generation);
        Secret text = Secret.of(HexFormat.of().formatHex(key));
        Arrays.fill(key, (byte) 0);
        return text;
    }

    /// Tells one sign-on at an instance from the next, and is not the session's own id.
    public String session(InstanceId instance, String session) {
        byte[] name = derive("session.v1\0" + instance.value() + "\0" + session);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(name, SUBJECT_BYTES));
    }

    private byte[] derive(String purpose) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(
                            HKDFParameterSpec.expandOnly(secret, purpose.getBytes(StandardCharsets.UTF_8), KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK 25 has HKDF", e);
        }
    }
}
