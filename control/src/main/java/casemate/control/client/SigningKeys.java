package casemate.control.client;

import casemate.base.Ids;
import casemate.base.Secret;
import casemate.control.field.ColumnSeal;
import casemate.vault.KeyOwner;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/// The P-256 keys that sign ID tokens (ES256). The newest signs; those before it are shown for as long as
/// something that they signed is believed, and a day more for whoever keeps the list of keys for a while.
final class SigningKeys implements JWKSource<SecurityContext> {
    /// How long what an application is told in a token is true by itself.
    static final Duration TOKEN_LIFE = Duration.ofMinutes(5);
    /// How long one signs.
    static final Duration SIGNS = Duration.ofDays(30);
    /// How long it is shown after that.
    static final Duration SHOWN = Duration.ofDays(1).plus(TOKEN_LIFE);
    /// A new key is shown for a while before it signs, for those who keep the list.
    private static final Duration BEFORE = Duration.ofHours(1);

    private final SigningKeyTable table;
    private final ColumnSeal sealing;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final Clock clock;

    SigningKeys(SigningKeyTable table, ColumnSeal sealing, TransactionTemplate transactions, Ids ids, Clock clock) {
        this.table = table;
        this.sealing = sealing;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    /// All that are shown, the newest first.
    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
        return selector.select(new JWKSet(all().stream().map(this::whole).toList()));
    }

    /// Of several that could sign, the newest that was shown long enough.
    JWK signer(List<JWK> shown) {
        Instant ripe = clock.instant().minus(BEFORE);
        return shown.stream()
                .filter(key -> !key.getIssueTime().toInstant().isAfter(ripe))
                .findFirst()
                .orElseGet(shown::getLast);
    }

    /// What applications may know of them (RFC 7517).
    JWKSet shown() {
        return new JWKSet(all().stream().map(this::whole).map(JWK::toPublicJWK).toList());
    }

    private List<SigningKeyTable.Kept> all() {
        Instant now = clock.instant();
        List<SigningKeyTable.Kept> kept = table.since(now.minus(SIGNS).minus(SHOWN));
        return !kept.isEmpty()
                        && kept.getFirst().made().plus(SIGNS).minus(BEFORE).isAfter(now)
                ? kept
                : transactions.execute(_ -> renew(now));
    }

    private List<SigningKeyTable.Kept> renew(Instant now) {
        table.lock();
        Instant oldest = now.minus(SIGNS).minus(SHOWN);
        List<SigningKeyTable.Kept> kept = table.since(oldest);
        if (kept.isEmpty() || !kept.getFirst().made().plus(SIGNS).minus(BEFORE).isAfter(now)) {
            table.forget(oldest);
            table.add(fresh(now));
        }
        return table.since(oldest);
    }

    private SigningKeyTable.Kept fresh(Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            String id = ids.make("sig");
            byte[] sealed = sealing.seal(
                    KeyOwner.PLATFORM, id, Secret.of(pair.getPrivate().getEncoded()));
            return new SigningKeyTable.Kept(id, pair.getPublic().getEncoded(), sealed, now);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    private JWK whole(SigningKeyTable.Kept kept) {
        try (Secret secret = sealing.open(KeyOwner.PLATFORM, kept.id(), kept.sealed())) {
            KeyFactory factory = KeyFactory.getInstance("EC");
            return new ECKey.Builder(
                            Curve.P_256, (ECPublicKey) factory.generatePublic(new X509EncodedKeySpec(kept.spki())))
                    .privateKey((ECPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(secret.reveal())))
                    .keyID(kept.id())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .issueTime(java.util.Date.from(kept.made()))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a signing key cannot be read", e);
        }
    }
}
