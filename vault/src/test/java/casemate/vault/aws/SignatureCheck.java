package casemate.vault.aws;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The other side of a signature, from AWS's description alone: what came over the wire is put together again from the
/// headers that say that they were signed. Shares no line with what signs.
record SignatureCheck(String accessKey, String secretKey, String sessionToken, String region, Clock clock) {
    private static final Pattern FORM = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/kms/aws4_request, SignedHeaders=([a-z0-9;-]+), "
                    + "Signature=([0-9a-f]{64})");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);
    private static final Duration WINDOW = Duration.ofMinutes(5);

    /// AWS's name of what is wrong, or nothing.
    String refusal(HttpExchange exchange, byte[] body) throws GeneralSecurityException {
        String shown = exchange.getRequestHeaders().getFirst("Authorization");
        Matcher form = FORM.matcher(shown == null ? "" : shown);
        if (!form.matches()) {
            return "IncompleteSignatureException";
        }
        String token = exchange.getRequestHeaders().getFirst("X-Amz-Security-Token");
        if (!form.group(1).equals(accessKey) || !sessionToken.equals(token == null ? "" : token)) {
            return "UnrecognizedClientException";
        }
        List<String> signed = List.of(form.group(4).split(";"));
        for (String name : exchange.getRequestHeaders().keySet()) {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean must = lower.equals("host") || lower.equals("content-type") || lower.startsWith("x-amz-");
            if (must && !signed.contains(lower)) {
                return "InvalidSignatureException";
            }
        }
        String date = exchange.getRequestHeaders().getFirst("X-Amz-Date");
        Duration off = Duration.between(LocalDateTime.parse(date, TIME).toInstant(ZoneOffset.UTC), clock.instant());
        if (off.abs().compareTo(WINDOW) > 0
                || !date.startsWith(form.group(2))
                || !form.group(3).equals(region)) {
            return "InvalidSignatureException";
        }
        StringBuilder canonical = new StringBuilder()
                .append(exchange.getRequestMethod())
                .append('\n')
                .append(exchange.getRequestURI().getRawPath())
                .append("\n\n");
        for (String name : signed) {
            canonical
                    .append(name)
                    .append(':')
                    .append(exchange.getRequestHeaders().getFirst(name))
                    .append('\n');
        }
        canonical.append('\n').append(form.group(4)).append('\n').append(digest(body));
        String scope = date.substring(0, 8) + "/" + region + "/kms/aws4_request";
        String toSign = "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n"
                + digest(canonical.toString().getBytes(StandardCharsets.UTF_8));
        byte[] step = mac(("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8), date.substring(0, 8));
        step = mac(mac(mac(step, region), "kms"), "aws4_request");
        return HexFormat.of().formatHex(mac(step, toSign)).equals(form.group(5)) ? "" : "InvalidSignatureException";
    }

    private static String digest(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
