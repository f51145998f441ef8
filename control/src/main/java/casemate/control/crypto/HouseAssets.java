package casemate.control.crypto;

import casemate.control.password.Verifiers;
import casemate.ledger.Ledger;
import casemate.vault.HeldKey;
import casemate.vault.KeyOwner;
import casemate.vault.Vault;
import casemate.wire.SnapshotKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the house itself uses: keys that are there now, and algorithms that are constants of the code. Who
/// brings in another algorithm writes it here, beside its reason in the code.
final class HouseAssets implements AssetSource {
    private static final int STRONG = 256;
    private static final int AUTHENTICATOR = 128;
    private static final int SHA_1 = 160;
    private static final int AGREEMENT = 255;

    private final Ledger ledger;
    private final SnapshotKey snapshots;
    private final Vault vault;

    HouseAssets(Ledger ledger, SnapshotKey snapshots, Vault vault) {
        this.ledger = ledger;
        this.snapshots = snapshots;
        this.vault = vault;
    }

    @Override
    public List<Asset> assets() {
        List<Asset> assets = new ArrayList<>(keys());
        assets.add(Asset.algorithm("vault.fields", "AES-256-GCM", STRONG, "vault"));
        assets.add(Asset.algorithm("vault.derivation", "HKDF-SHA-256", STRONG, "vault"));
        assets.add(Asset.algorithm("vault.blind-index", "HMAC-SHA-256", STRONG, "vault"));
        assets.add(Asset.algorithm("account.passwords", "Argon2id", Verifiers.MEMORY_KIB, "passwords"));
        assets.add(Asset.algorithm("factor.totp-sha-256", "HMAC-SHA-256", STRONG, "factors"));
        assets.add(Asset.algorithm("factor.totp-and-hotp", "HMAC-SHA-1", SHA_1, "factors"));
        assets.add(Asset.algorithm("token.digest", "SHA-256", STRONG, "tokens"));
        assets.add(Asset.algorithm("ledger.tree", "SHA-256", STRONG, "ledger"));
        assets.add(Asset.algorithm("backup.restic", "AES-256-CTR", STRONG, "backups"));
        assets.add(Asset.algorithm("backup.restic-authentication", "Poly1305-AES", AUTHENTICATOR, "backups"));
        assets.add(Asset.algorithm("backup.archive", "AES-256-CTR", STRONG, "backups"));
        assets.add(Asset.algorithm("backup.age", "ChaCha20-Poly1305", STRONG, "backups"));
        assets.add(Asset.algorithm("backup.age-recipients", "X25519", AGREEMENT, "backups"));
        return assets;
    }

    private List<Asset> keys() {
        List<Asset> keys = new ArrayList<>();
        keys.add(Asset.key(
                "ledger.signing " + ledger.verifierKey().name(), "Ed25519", STRONG, "ledger", Optional.empty()));
        keys.add(Asset.key("snapshots.signing", algorithm(snapshots.spki()), STRONG, "snapshots", Optional.empty()));
        List<KeyOwner> owners = vault.owners();
        List<HeldKey> all = owners.stream().flatMap(o -> vault.keys(o).stream()).toList();
        // One line for all: who is a customer here is no business of a list that is shown around.
        if (!all.isEmpty()) {
            keys.add(Asset.key(
                    "vault.owners' keys: " + all.size(),
                    "AES-256-GCM",
                    STRONG,
                    "vault",
                    all.stream().map(HeldKey::madeAt).min(java.util.Comparator.naturalOrder())));
        }
        return keys;
    }

    /// RFC 8410: the object identifier of Ed25519 is 1.3.101.112.
    private static String algorithm(byte[] spki) {
        byte[] ed25519 = {0x06, 0x03, 0x2b, 0x65, 0x70};
        for (int i = 0; i + ed25519.length <= spki.length; i++) {
            if (java.util.Arrays.equals(spki, i, i + ed25519.length, ed25519, 0, ed25519.length)) {
                return "Ed25519";
            }
        }
        return "ECDSA";
    }
}
