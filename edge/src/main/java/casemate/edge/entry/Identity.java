package casemate.edge.entry;

import casemate.base.Json;
import casemate.base.Secret;
import casemate.base.Sha256;
import casemate.wire.Pass;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Says to an application who asks: a JSON Web Token (RFC 7519) signed with HMAC-SHA-256 under a key that only the
/// instance's own pod has besides the edges (docs/formats/identity-header.md). Made anew for each request.
public final class Identity {
    /// From the edge to the application and no further; longer than their clocks differ.
    static final Duration LIFE = Duration.ofSeconds(60);

    private static final String HEAD =
            encode("{\"alg\":\"HS256\",\"typ\":\"casemate-identity+jwt\"}".getBytes(StandardCharsets.US_ASCII));
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SESSION_BYTES = 16;

    private Identity() {}

    /// @param issuer the portal's origin
    /// @param host for whom it is
    /// @param request the number of the request that it goes with
    public static String of(Pass pass, String issuer, String host, String request, Secret key, Instant now) {
        String payload = encode(Json.object()
                .put("iss", issuer)
                .put("aud", host)
                .put("sub", pass.subject())
                .put("sid", session(pass))
                .put("email", pass.email())
                .put("name", pass.name())
                .put("locale", pass.locale())
                .put("roles", Json.texts(pass.roles()))
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(LIFE).getEpochSecond())
                .put("jti", request)
                .build()
                .canonical());
        String signed = HEAD + "." + payload;
        return signed + "." + encode(mac(signed, key));
    }

    /// Tells one sign-on from the next, and is not the pass's own id: with that one could end it.
    private static String session(Pass pass) {
        byte[] digest = Sha256.of("casemate-session\0" + pass.id());
        return encode(java.util.Arrays.copyOf(digest, SESSION_BYTES));
    }

    private static byte[] mac(String signed, Secret key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.reveal(), ALGORITHM));
            return mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
