package casemate.vault;

import casemate.base.DurableFile;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// The root keys of one installation in one file, each sealed under what [Unlock] gives.
final class RootKeyFile {
    private static final String FORMAT = "casemate.root-keys.v1";
    private static final int MOST_BYTES = 1 << 20;
    private static final int KEY_BYTES = 32;
    private static final int SALT_BYTES = 16;

    /// RFC 9106, second recommended option: opened once at a start, so it may take its time.
    private static final int MEMORY_KIB = 65_536;

    private static final int PASSES = 3;
    private static final int LANES = 4;

    /// One version of the root key.
    record RootKey(Instant madeAt, SecretKey key) {}

    private final Path file;
    private final byte[] salt;
    private final SecretKey lock;
    private final AesGcm cipher;
    private final List<RootKey> keys;

    private RootKeyFile(Path file, byte[] salt, SecretKey lock, AesGcm cipher, List<RootKey> keys) {
        this.file = file;
        this.salt = salt;
        this.lock = lock;
        this.cipher = cipher;
        this.keys = new ArrayList<>(keys);
    }

    /// @throws Refusal `root-keys-locked` when this does not unlock it, `root-keys-damaged` when it is no such file
    static RootKeyFile open(Path file, Unlock unlock, SecureRandom chance, Instant now) {
        AesGcm cipher = new AesGcm(chance);
        try {
            if (!Files.exists(file)) {
                byte[] salt = new byte[SALT_BYTES];
                chance.nextBytes(salt);
                RootKeyFile fresh = new RootKeyFile(file, salt, lock(unlock, salt), cipher, List.of());
                fresh.add(now, chance);
                return fresh;
            }
            return read(file, unlock, cipher, Json.parseObject(Files.readAllBytes(file), MOST_BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException("the file of root keys cannot be read or made", e);
        }
    }

    private static RootKeyFile read(Path file, Unlock unlock, AesGcm cipher, Json.Obj json) {
        byte[] salt;
        List<Json.Obj> sealed;
        try {
            json.only("format", "salt", "keys");
            if (!json.text("format").equals(FORMAT)) {
                throw damaged();
            }
            salt = HexFormat.of().parseHex(json.text("salt"));
            sealed = json.list("keys", k -> ((Json.Obj) k).only("madeAt", "sealed"));
        } catch (IllegalArgumentException | ClassCastException _) {
            throw damaged();
        }
        SecretKey lock = lock(unlock, salt);
        List<RootKey> keys = new ArrayList<>();
        for (Json.Obj each : sealed) {
            byte[] bytes = HexFormat.of().parseHex(each.text("sealed"));
            try {
                byte[] clear = cipher.open(lock, 0, bound(keys.size()), bytes);
                keys.add(new RootKey(each.instant("madeAt"), new SecretKeySpec(clear, "AES")));
            } catch (IllegalStateException _) {
                throw Refusal.invalid(
                        "root-keys-locked", "That does not unlock the root keys; give the right passphrase or file.");
            }
        }
        if (keys.isEmpty()) {
            throw damaged();
        }
        return new RootKeyFile(file, salt, lock, cipher, keys);
    }

    List<RootKey> keys() {
        return List.copyOf(keys);
    }

    /// A newer root key, on the disk when this returns.
    void add(Instant now, SecureRandom chance) {
        byte[] fresh = new byte[KEY_BYTES];
        chance.nextBytes(fresh);
        keys.add(new RootKey(now, new SecretKeySpec(fresh, "AES")));
        List<Json> sealed = new ArrayList<>();
        for (RootKey each : keys) {
            byte[] bytes = cipher.seal(
                    lock, new byte[0], bound(sealed.size()), each.key().getEncoded());
            sealed.add(Json.object()
                    .put("madeAt", each.madeAt())
                    .put("sealed", HexFormat.of().formatHex(bytes))
                    .build());
        }
        byte[] bytes = Json.object()
                .put("format", FORMAT)
                .put("salt", HexFormat.of().formatHex(salt))
                .put("keys", new Json.Arr(sealed))
                .build()
                .canonical();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            DurableFile.write(file, bytes);
        } catch (IOException e) {
            keys.removeLast();
            throw new UncheckedIOException("the file of root keys cannot be written", e);
        }
    }

    private static SecretKey lock(Unlock unlock, byte[] salt) {
        return switch (unlock) {
            case Unlock.KeyFile held -> new SecretKeySpec(held.bytes().reveal(), "AES");
            case Unlock.Passphrase said -> stretched(said.text(), salt);
        };
    }

    private static SecretKey stretched(Secret passphrase, byte[] salt) {
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withSalt(salt)
                .withMemoryAsKB(MEMORY_KIB)
                .withIterations(PASSES)
                .withParallelism(LANES)
                .build());
        byte[] key = new byte[KEY_BYTES];
        argon2.generateBytes(passphrase.reveal(), key);
        return new SecretKeySpec(key, "AES");
    }

    private static byte[] bound(int version) {
        return ("casemate.root-key.v1/" + version).getBytes(StandardCharsets.UTF_8);
    }

    private static Refusal damaged() {
        return Refusal.invalid("root-keys-damaged", "The file of root keys is damaged; restore it from its copy.");
    }
}
