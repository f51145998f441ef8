package casemate.control.crypto;

import casemate.base.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// The list as a CycloneDX 1.6 bill of materials of cryptography (CBOM), for the tools of others.
final class Bom {
    private Bom() {}

    static Json.Obj of(List<Judged> all, Verdicts verdicts, Instant now) {
        List<Json> components = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            components.add(component(all.get(i), "asset-" + (i + 1)));
        }
        String moment = now.truncatedTo(ChronoUnit.SECONDS).toString();
        UUID serial = UUID.nameUUIDFromBytes((moment + all.size()).getBytes(StandardCharsets.UTF_8));
        return Json.object()
                .put("bomFormat", "CycloneDX")
                .put("specVersion", "1.6")
                .put("serialNumber", "urn:uuid:" + serial)
                .put("version", 1)
                .put(
                        "metadata",
                        Json.object()
                                .put("timestamp", moment)
                                .put(
                                        "component",
                                        Json.object()
                                                .put("type", "platform")
                                                .put("name", "casemate")
                                                .build())
                                .put(
                                        "properties",
                                        new Json.Arr(List.of(property(
                                                "casemate:verdicts:checked",
                                                verdicts.checked().toString()))))
                                .build())
                .put("components", new Json.Arr(components))
                .build();
    }

    private static Json component(Judged judged, String reference) {
        Asset asset = judged.asset();
        List<Json> properties = new ArrayList<>();
        properties.add(property("casemate:where", asset.where()));
        properties.add(property("casemate:algorithm", asset.algorithm()));
        properties.add(property("casemate:verdict", judged.verdict().name().toLowerCase(Locale.ROOT)));
        properties.add(property("casemate:source", judged.source()));
        judged.end().ifPresent(e -> properties.add(property("casemate:end", e.toString())));
        return Json.object()
                .put("type", "cryptographic-asset")
                .put("bom-ref", reference)
                .put("name", asset.name())
                .put("cryptoProperties", crypto(asset))
                .put("properties", new Json.Arr(properties))
                .build();
    }

    private static Json.Obj crypto(Asset asset) {
        return switch (asset.kind()) {
            case ALGORITHM ->
                Json.object()
                        .put("assetType", "algorithm")
                        .put(
                                "algorithmProperties",
                                Json.object()
                                        .put("primitive", primitive(asset.algorithm()))
                                        .put("parameterSetIdentifier", String.valueOf(asset.bits()))
                                        .build())
                        .build();
            case KEY -> {
                Json.Builder material = Json.object()
                        .put("type", asset.algorithm().startsWith("AES") ? "secret-key" : "private-key")
                        .put("state", "active")
                        .put("size", asset.bits());
                asset.since().ifPresent(s -> material.put("creationDate", second(s)));
                yield Json.object()
                        .put("assetType", "related-crypto-material")
                        .put("relatedCryptoMaterialProperties", material.build())
                        .build();
            }
            case CERTIFICATE -> {
                Json.Builder certificate =
                        Json.object().put("subjectName", asset.name()).put("certificateFormat", "X.509");
                asset.since().ifPresent(s -> certificate.put("notValidBefore", second(s)));
                asset.until().ifPresent(u -> certificate.put("notValidAfter", second(u)));
                yield Json.object()
                        .put("assetType", "certificate")
                        .put("certificateProperties", certificate.build())
                        .build();
            }
            case PROTOCOL ->
                Json.object()
                        .put("assetType", "protocol")
                        .put(
                                "protocolProperties",
                                Json.object()
                                        .put("type", "tls")
                                        .put("version", asset.algorithm().replaceFirst("^TLSv", ""))
                                        .build())
                        .build();
        };
    }

    /// In the words of CycloneDX.
    private static String primitive(String algorithm) {
        return switch (algorithm) {
            case "AES-256-GCM", "AES-128-GCM", "ChaCha20-Poly1305" -> "ae";
            case "AES-256-CTR", "AES-256-XTS", "AES-256-CTS", "AES-256-EME", "3DES" -> "block-cipher";
            case "RC4" -> "stream-cipher";
            case "SHA-256", "SHA-1", "MD5" -> "hash";
            case "HMAC-SHA-256", "HMAC-SHA-1", "Poly1305-AES" -> "mac";
            case "HKDF-SHA-256", "HKDF-SHA-512", "scrypt", "Argon2id" -> "kdf";
            case "X25519" -> "key-agree";
            case "Ed25519", "ECDSA", "RSA" -> "signature";
            default -> "other";
        };
    }

    private static String second(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static Json property(String name, String value) {
        return Json.object().put("name", name).put("value", value).build();
    }
}
