package casemate.control.payment;

import casemate.base.Refusal;
import casemate.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Whether an event was signed by the provider, and just now: `Stripe-Signature: t=SECONDS,v1=HEX[,v1=HEX…]`, where
/// `HEX` is HMAC-SHA256 of `SECONDS.BODY` (https://docs.stripe.com/webhooks, verified manually).
final class SignatureRules {
    /// Stripe's own tolerance: what is older was kept by somebody in between.
    static final Duration AGE = Duration.ofMinutes(5);

    private static final int MAX_HEADER = 1_000;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    private SignatureRules() {}

    /// Takes as long whatever is wrong with the signature.
    ///
    /// @param header empty for none
    /// @throws Refusal `webhook-forged`, `webhook-late`
    static void check(String header, byte[] body, Secret secret, Instant now) {
        String seconds = "";
        List<byte[]> signatures = new ArrayList<>();
        for (String part : header.length() > MAX_HEADER ? new String[0] : header.split(",", -1)) {
            String value = part.substring(part.indexOf('=') + 1);
            if (part.startsWith("t=") && SECONDS.matcher(value).matches()) {
                seconds = value;
            } else if (part.startsWith("v1=") && HEX.matcher(value).matches()) {
                signatures.add(HexFormat.of().parseHex(value));
            }
        }
        byte[] right = hmac(secret, seconds, body);
        boolean known = false;
        for (byte[] signature : signatures) {
            known |= MessageDigest.isEqual(right, signature);
        }
        if (seconds.isEmpty() || !known) {
            throw Refusal.forbidden("webhook-forged", "This event is not signed by the payment provider.");
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(seconds)), now);
        if (age.abs().compareTo(AGE) > 0) {
            throw Refusal.forbidden("webhook-late", "This event was signed more than five minutes ago; send it anew.");
        }
    }

    private static byte[] hmac(Secret secret, String seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.reveal(), "HmacSHA256"));
            mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }
}
