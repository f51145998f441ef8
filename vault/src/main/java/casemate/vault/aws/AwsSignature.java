package casemate.vault.aws;

import casemate.base.Sha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// AWS's Signature Version 4: an HMAC over method, address, headers and body under a key of one day, region and
/// service. Source: "Create a signed AWS API request", AWS Identity and Access Management User Guide.
///
/// @param region such as `eu-west-3`
/// @param service as AWS spells it in signatures, such as `kms`
record AwsSignature(String region, String service) {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String END = "aws4_request";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int DAY_CHARS = 8;

    /// The headers to send, all of them signed but `authorization` itself. `host` is among them, as the HTTP client
    /// sends it.
    ///
    /// @param address its path and query are taken as they stand, encoded already
    /// @param headers further ones, names in lower case
    SortedMap<String, String> sign(
            AwsCredentials who, Instant now, String method, URI address, Map<String, String> headers, byte[] body) {
        String time = TIME.format(now);
        SortedMap<String, String> all = new TreeMap<>(headers);
        all.put("host", address.getRawAuthority());
        all.put("x-amz-date", time);
        who.sessionToken().ifPresent(token -> all.put("x-amz-security-token", token.revealText()));
        String names = String.join(";", all.keySet());
        String canonical = String.join(
                "\n",
                method,
                address.getRawPath().isEmpty() ? "/" : address.getRawPath(),
                query(address),
                all.entrySet().stream()
                        .map(h -> h.getKey() + ":" + h.getValue().strip().replaceAll(" +", " ") + "\n")
                        .collect(Collectors.joining()),
                names,
                Sha256.hex(body));
        String day = time.substring(0, DAY_CHARS);
        String scope = String.join("/", day, region, service, END);
        String toSign = String.join("\n", ALGORITHM, time, scope, Sha256.hex(utf8(canonical)));
        String signature = hex(hmac(key(who, day), toSign));
        all.put(
                "authorization",
                ALGORITHM + " Credential=" + who.accessKey() + "/" + scope + ", SignedHeaders=" + names + ", Signature="
                        + signature);
        return all;
    }

    private byte[] key(AwsCredentials who, String day) {
        byte[] key = utf8("AWS4" + who.secretKey().revealText());
        for (String part : new String[] {day, region, service, END}) {
            key = hmac(key, part);
        }
        return key;
    }

    /// Sorted by name, then value.
    private static String query(URI address) {
        String raw = address.getRawQuery();
        return raw == null
                ? ""
                : Arrays.stream(raw.split("&", -1))
                        .map(each -> each.contains("=") ? each : each + "=")
                        .sorted(Comparator.comparing((String each) -> each.substring(0, each.indexOf('=')))
                                .thenComparing(each -> each))
                        .collect(Collectors.joining("&"));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
