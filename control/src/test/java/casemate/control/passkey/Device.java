package casemate.control.passkey;

import casemate.base.Json;
import casemate.base.Sha256;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.data.attestation.authenticator.EC2COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A browser and its device with one passkey, as honest as a test wants.
final class Device {
    static final int PRESENT = 0x01;
    static final int VERIFIED = 0x04;
    static final int SYNCED = 0x08;
    static final int HOLDS_KEY = 0x40;

    private static final int ID_BYTES = 32;
    private static final int MAX_OPTIONS = 20_000;
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    /// What a device says when it answers; a lie differs in one of them.
    ///
    /// @param count what it shows as its counter
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Says(
            String type,
            String challenge,
            String origin,
            String party,
            int flags,
            long count,
            byte[] credential,
            String handle,
            boolean crossOrigin) {
        Says type(String other) {
            return new Says(other, challenge, origin, party, flags, count, credential, handle, crossOrigin);
        }

        Says challenge(String other) {
            return new Says(type, other, origin, party, flags, count, credential, handle, crossOrigin);
        }

        Says origin(String other) {
            return new Says(type, challenge, other, party, flags, count, credential, handle, crossOrigin);
        }

        Says party(String other) {
            return new Says(type, challenge, origin, other, flags, count, credential, handle, crossOrigin);
        }

        Says flags(int other) {
            return new Says(type, challenge, origin, party, other, count, credential, handle, crossOrigin);
        }

        Says count(long other) {
            return new Says(type, challenge, origin, party, flags, other, credential, handle, crossOrigin);
        }

        Says credential(byte[] other) {
            return new Says(type, challenge, origin, party, flags, count, other, handle, crossOrigin);
        }

        Says handle(String other) {
            return new Says(type, challenge, origin, party, flags, count, credential, other, crossOrigin);
        }

        Says framed() {
            return new Says(type, challenge, origin, party, flags, count, credential, handle, true);
        }
    }

    private final ObjectConverter converter = new ObjectConverter();
    private final Party party;
    private final byte[] credential = new byte[ID_BYTES];
    private final KeyPair keys = ec();
    private String handle = "";
    private long count = 1;

    Device(Party party) {
        this.party = party;
        new SecureRandom().nextBytes(credential);
    }

    byte[] credential() {
        return credential.clone();
    }

    /// Makes the passkey that a page asks for.
    String make(String options) {
        return make(options, UnaryOperator.identity());
    }

    String make(String options, UnaryOperator<Says> lie) {
        Json.Obj asked = Json.parseObject(options.getBytes(StandardCharsets.UTF_8), MAX_OPTIONS);
        handle = asked.obj("user").text("id");
        Says says = lie.apply(new Says(
                "webauthn.create",
                asked.text("challenge"),
                party.origin(),
                party.id(),
                PRESENT | VERIFIED | HOLDS_KEY,
                count,
                credential,
                handle,
                false));
        byte[] attestation = converter
                .getCborMapper()
                .writeValueAsBytes(Map.of("fmt", "none", "attStmt", Map.of(), "authData", made(says)));
        return answer(
                says,
                Json.object()
                        .put("clientDataJSON", TEXT.encodeToString(client(says)))
                        .put("attestationObject", TEXT.encodeToString(attestation))
                        .put("transports", new Json.Arr(List.of(new Json.Text("internal"))))
                        .build(),
                Json.object()
                        .put("credProps", Json.object().put("rk", true).build())
                        .build());
    }

    /// Uses the passkey as a page asks.
    String use(String options) {
        return use(options, UnaryOperator.identity());
    }

    String use(String options, UnaryOperator<Says> lie) {
        return use(options, lie, keys);
    }

    /// @param signer whose keys sign
    String use(String options, UnaryOperator<Says> lie, KeyPair signer) {
        Json.Obj asked = Json.parseObject(options.getBytes(StandardCharsets.UTF_8), MAX_OPTIONS);
        count++;
        Says says = lie.apply(new Says(
                "webauthn.get",
                asked.text("challenge"),
                party.origin(),
                party.id(),
                PRESENT | VERIFIED,
                count,
                credential,
                handle,
                false));
        byte[] authenticator = authenticator(says).array();
        byte[] signed = sign(signer, authenticator, Sha256.of(client(says)));
        return answer(
                says,
                Json.object()
                        .put("clientDataJSON", TEXT.encodeToString(client(says)))
                        .put("authenticatorData", TEXT.encodeToString(authenticator))
                        .put("signature", TEXT.encodeToString(signed))
                        .put("userHandle", says.handle())
                        .build(),
                Json.object().build());
    }

    static KeyPair ec() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String text(byte[] bytes) {
        return TEXT.encodeToString(bytes);
    }

    private static String answer(Says says, Json.Obj response, Json.Obj extensions) {
        String id = TEXT.encodeToString(says.credential());
        return Json.object()
                .put("id", id)
                .put("rawId", id)
                .put("type", "public-key")
                .put("response", response)
                .put("clientExtensionResults", extensions)
                .build()
                .text();
    }

    private static byte[] client(Says says) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("type", new Json.Text(says.type()));
        members.put("challenge", new Json.Text(says.challenge()));
        members.put("origin", new Json.Text(says.origin()));
        members.put("crossOrigin", new Json.Bool(says.crossOrigin()));
        return new Json.Obj(members).canonical();
    }

    private static ByteBuffer authenticator(Says says) {
        return ByteBuffer.allocate(37)
                .put(Sha256.of(says.party()))
                .put((byte) says.flags())
                .putInt((int) says.count());
    }

    private byte[] made(Says says) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(authenticator(says).array());
        out.writeBytes(new byte[16]);
        out.writeBytes(ByteBuffer.allocate(2)
                .putShort((short) says.credential().length)
                .array());
        out.writeBytes(says.credential());
        out.writeBytes(converter
                .getCborMapper()
                .writeValueAsBytes(EC2COSEKey.create((ECPublicKey) keys.getPublic(), COSEAlgorithmIdentifier.ES256)));
        return out.toByteArray();
    }

    private static byte[] sign(KeyPair keys, byte[]... parts) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            for (byte[] part : parts) {
                signature.update(part);
            }
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
