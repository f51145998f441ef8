package casemate.agent;

import casemate.base.Json;
import casemate.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Headers by which an edge says who asks (docs/formats/identity-header.md), and forged ones.
final class Signed {
    static final Secret KEY = Secret.of("1".repeat(64));
    private static final String HEAD = "{\"alg\":\"HS256\",\"typ\":\"casemate-identity+jwt\"}";
    private static final String REQUEST = "00000000000000000000000000000001";

    private Signed() {}

    static String owner() {
        return header(HEAD, KEY, claims("owner-subject", "gil", List.of("owner", "administrator", "member")), REQUEST);
    }

    static String member() {
        return header(HEAD, KEY, claims("member-subject", "gil", List.of("member")), REQUEST);
    }

    /// By what is wrong with them.
    static Map<String, String> forged() {
        Map<String, Json> good = claims("owner-subject", "gil", List.of("owner"));
        long now = Instant.now().getEpochSecond();
        Map<String, String> forged = new LinkedHashMap<>();
        forged.put("another instance's key", header(HEAD, Secret.of("2".repeat(64)), good, REQUEST));
        forged.put(
                "no signature",
                header("{\"alg\":\"none\"}", KEY, good, REQUEST).replaceAll("\\.[^.\r]*\r\nX", ".\r\nX"));
        forged.put("another way of signing", header("{\"alg\":\"HS512\"}", KEY, good, REQUEST));
        forged.put("expired", header(HEAD, KEY, with(good, "exp", Json.of(now - 1)), REQUEST));
        forged.put("from the future", header(HEAD, KEY, with(good, "iat", Json.of(now + 120)), REQUEST));
        forged.put(
                "another host's", header(HEAD, KEY, with(good, "aud", Json.of("other.casemate.localhost")), REQUEST));
        forged.put("another request's", header(HEAD, KEY, good, "2".repeat(32)));
        forged.put("nobody's", header(HEAD, KEY, with(good, "sub", Json.of("")), REQUEST));
        forged.put("nothing", "Casemate-Identity: ..\r\n");
        return forged;
    }

    private static Map<String, Json> claims(String subject, String name, List<String> roles) {
        long now = Instant.now().getEpochSecond();
        Map<String, Json> claims = new LinkedHashMap<>();
        claims.put("iss", Json.of("https://portal.casemate.localhost"));
        claims.put("aud", Json.of("acme.casemate.localhost"));
        claims.put("sub", Json.of(subject));
        claims.put("sid", Json.of("session-of-" + subject));
        claims.put("email", Json.of(name + "@acme.example"));
        claims.put("name", Json.of(name));
        claims.put("locale", Json.of("fr"));
        claims.put("roles", Json.texts(roles));
        claims.put("iat", Json.of(now));
        claims.put("exp", Json.of(now + 60));
        claims.put("jti", Json.of(REQUEST));
        return claims;
    }

    private static Map<String, Json> with(Map<String, Json> claims, String name, Json value) {
        Map<String, Json> changed = new LinkedHashMap<>(claims);
        changed.put(name, value);
        return changed;
    }

    private static String header(String head, Secret key, Map<String, Json> claims, String request) {
        Json.Builder payload = Json.object();
        claims.forEach(payload::put);
        String signed = encode(head.getBytes(StandardCharsets.US_ASCII)) + "."
                + encode(payload.build().canonical());
        return "Casemate-Identity: " + signed + "." + encode(mac(signed, key)) + "\r\nX-Request-Id: " + request
                + "\r\n";
    }

    private static byte[] mac(String signed, Secret key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.reveal(), "HmacSHA256"));
            return mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
