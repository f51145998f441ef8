package casemate.vault.aws;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Sha256;
import casemate.base.Unavailable;
import casemate.vault.KeyService;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Root keys in AWS KMS, which wraps and unwraps and never gives them away. The key there is symmetric
/// (`SYMMETRIC_DEFAULT`, AES-256-GCM); what a wrapped key is bound to is its encryption context.
public final class KmsKeyService implements KeyService {
    private static final Duration RETRY = Duration.ofSeconds(30);
    /// Ours, so that the ring tells its kinds apart: how many rotations KMS had ended before, and KMS's own bytes.
    private static final Pattern WRAPPED = Pattern.compile("aws-kms:r(0|[1-9][0-9]{0,5}):([A-Za-z0-9+/=]{1,8192})");

    /// The one pair of the encryption context. AWS writes it into its trail in clear, so that it is a hash and names
    /// no customer.
    private static final String CONTEXT = "casemate";

    /// KMS's own limit for one answer. A key can be rotated by hand 25 times and by itself once in 90 days.
    private static final int MOST_ROTATIONS = 1000;

    private final KmsClient kms;
    private final KmsPlace place;

    public KmsKeyService(HttpClient.Builder http, KmsPlace place, CredentialSource credentials, Clock clock) {
        this(http, place, credentials, clock, Thread::sleep);
    }

    KmsKeyService(
            HttpClient.Builder http, KmsPlace place, CredentialSource credentials, Clock clock, KmsClient.Pause pause) {
        this.kms = new KmsClient(http, place.endpoint(), place.region(), credentials, clock, pause);
        this.place = place;
    }

    @Override
    public String name() {
        return "aws-kms in " + place.region();
    }

    @Override
    public byte[] wrap(Secret clear, byte[] bound) {
        try {
            // Counted first: whoever rotates meanwhile makes this one look older than it is, never newer.
            int rotations = rotations();
            Json.Obj answer = kms.ask(
                    "Encrypt",
                    Json.object()
                            .put("KeyId", place.key())
                            .put("Plaintext", Base64.getEncoder().encodeToString(clear.reveal()))
                            .put("EncryptionContext", context(bound))
                            .build());
            String wrapped = "aws-kms:r" + rotations + ":" + answer.text("CiphertextBlob");
            read(wrapped.getBytes(StandardCharsets.UTF_8));
            return wrapped.getBytes(StandardCharsets.UTF_8);
        } catch (KmsRefusal e) {
            throw said(e);
        }
    }

    @Override
    public Secret unwrap(byte[] wrapped, byte[] bound) {
        try {
            Json.Obj answer = kms.ask(
                    "Decrypt",
                    Json.object()
                            .put("KeyId", place.key())
                            .put("CiphertextBlob", read(wrapped).group(2))
                            .put("EncryptionContext", context(bound))
                            .build());
            return Secret.of(Base64.getDecoder().decode(answer.text("Plaintext")));
        } catch (KmsRefusal e) {
            throw said(e);
        }
    }

    @Override
    public boolean made(byte[] wrapped) {
        return WRAPPED.matcher(new String(wrapped, StandardCharsets.UTF_8)).matches();
    }

    @Override
    public boolean outdated(byte[] wrapped) {
        int then = Integer.parseInt(read(wrapped).group(1));
        try {
            return then < rotations();
        } catch (KmsRefusal e) {
            throw said(e);
        }
    }

    /// AWS rotates in the background, within some minutes; [#outdated] says when it has.
    @Override
    public void rotate() {
        try {
            kms.ask("RotateKeyOnDemand", named());
        } catch (KmsRefusal e) {
            // One is under way: it makes what was asked for.
            if (!e.code().equals("ConflictException")) {
                throw said(e);
            }
        }
    }

    private int rotations() throws KmsRefusal {
        try {
            return kms.ask(
                            "ListKeyRotations",
                            Json.object()
                                    .put("KeyId", place.key())
                                    .put("Limit", MOST_ROTATIONS)
                                    .build())
                    .list("Rotations", r -> r)
                    .size();
        } catch (KmsRefusal e) {
            // Keys of a custom key store never rotate.
            if (e.code().equals("UnsupportedOperationException")) {
                return 0;
            }
            throw e;
        }
    }

    private RuntimeException said(KmsRefusal refusal) {
        return switch (refusal.code()) {
            // What it says may hold what we sent.
            case "InvalidCiphertextException", "IncorrectKeyException" ->
                new IllegalStateException("the key service refuses what it is shown");
            case "DisabledException", "KMSInvalidStateException" -> unavailable(state(), refusal);
            case "NotFoundException", "InvalidArnException" ->
                unavailable("The key service has no such root key: is it the right region and id?", refusal);
            case "AccessDeniedException" ->
                unavailable(
                        "The key service does not let us: grant kms:Encrypt, kms:Decrypt, kms:DescribeKey,"
                                + " kms:ListKeyRotations and kms:RotateKeyOnDemand for the root key.",
                        refusal);
            case "LimitExceededException" ->
                unavailable("The key service rotates this root key by hand no more: AWS has a limit.", refusal);
            default -> unavailable("The key service refuses: " + refusal.code() + ".", refusal);
        };
    }

    /// In which state the key is that cannot be used, and what is to be done.
    private String state() {
        try {
            Json.Obj key = kms.ask("DescribeKey", named()).obj("KeyMetadata");
            return switch (key.text("KeyState")) {
                case "Disabled" -> "The root key at the key service is disabled: enable it.";
                case "PendingDeletion", "PendingReplicaDeletion" ->
                    "The root key at the key service is to be deleted" + deletion(key)
                            + ": cancel that, or all it wrapped is lost.";
                case "Enabled" -> "The root key at the key service could not be used a moment ago.";
                default -> "The root key at the key service is not ready: " + key.text("KeyState") + ".";
            };
        } catch (KmsRefusal | Unavailable | Refusal _) {
            return "The root key at the key service is disabled, or is to be deleted: look there.";
        }
    }

    private static String deletion(Json.Obj key) {
        return key.find("DeletionDate").orElse(new Json.Nil()) instanceof Json.Num seconds
                ? " on " + Instant.ofEpochSecond((long) seconds.value())
                : "";
    }

    private Json.Obj named() {
        return Json.object().put("KeyId", place.key()).build();
    }

    private static Json.Obj context(byte[] bound) {
        return Json.object().put(CONTEXT, Sha256.hex(bound)).build();
    }

    private static Matcher read(byte[] wrapped) {
        Matcher form = WRAPPED.matcher(new String(wrapped, StandardCharsets.UTF_8));
        if (!form.matches()) {
            throw new IllegalStateException("not wrapped by AWS KMS");
        }
        return form;
    }

    private static Unavailable unavailable(String message, KmsRefusal refusal) {
        return new Unavailable(message, RETRY, new IOException(refusal.code()));
    }
}
