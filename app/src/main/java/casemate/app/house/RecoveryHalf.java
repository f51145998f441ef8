package casemate.app.house;

import casemate.base.DurableFile;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The half of recovery that the house keeps: whom copies are encrypted to, and what seals them so that nobody who only
/// reaches a site can put a house of their own there. It opens nothing. Not a record: it holds a key.
public final class RecoveryHalf {
    /// The private half, until the operator takes it away.
    public static final String KEY_FILE = "recovery-key";

    private static final String FILE = "recovery.json";
    private static final String TYPE = "casemate-recovery.v1";
    private static final int MAX_BYTES = 4_096;

    private final String recipient;
    private final Secret seal;

    RecoveryHalf(String recipient, Secret seal) {
        this.recipient = recipient;
        this.seal = seal;
    }

    /// The house's own; made, with the key, at the first start.
    ///
    /// @param keys the house's directory of keys
    static RecoveryHalf openOrMake(Path keys) throws IOException, InterruptedException {
        Path file = keys.resolve(FILE);
        if (Files.exists(file)) {
            return read(Json.parseObject(Files.readAllBytes(file), MAX_BYTES));
        }
        Path key = keys.resolve(KEY_FILE);
        // The private half first: copies that nobody can open would be worse than none.
        if (!Files.exists(key)) {
            DurableFile.write(
                    key, (RecoveryKey.make().identity().revealText() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        RecoveryHalf half = RecoveryKey.read(key).half();
        DurableFile.write(file, half.json().canonical());
        return half;
    }

    private Json.Obj json() {
        return Json.object()
                .put("type", TYPE)
                .put("recipient", recipient)
                .put("seal", HexFormat.of().formatHex(seal.reveal()))
                .build();
    }

    private static RecoveryHalf read(Json.Obj o) {
        o.only("type", "recipient", "seal");
        if (!o.text("type").equals(TYPE)) {
            throw Refusal.conflict("recovery-newer", "keys/" + FILE + " is of another release; use that one.");
        }
        return new RecoveryHalf(o.text("recipient"), Secret.of(HexFormat.of().parseHex(o.text("seal"))));
    }

    String recipient() {
        return recipient;
    }

    /// HMAC-SHA-256 over canonical JSON, in hexadecimal.
    String seal(Json.Obj of) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(seal.reveal(), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(of.canonical()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    boolean sealed(Json.Obj what, String sealText) {
        return MessageDigest.isEqual(
                seal(what).getBytes(StandardCharsets.US_ASCII), sealText.getBytes(StandardCharsets.US_ASCII));
    }
}
