package casemate.control.web;

import casemate.base.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Style, script and icon, under addresses that change with their bytes so that browsers may keep them for ever.
final class Assets {
    private static final Map<String, String> SOURCES = Map.of(
            "casemate.css", "/casemate/control/web/casemate.css",
            "casemate.js", "/casemate/control/web/casemate.js",
            "casemate.svg", "/casemate/control/web/casemate.svg",
            "passkey.js", "/casemate/control/web/passkey.js",
            "htmx.js", "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js");

    private static final Map<String, String> TYPES =
            Map.of("css", "text/css;charset=utf-8", "js", "text/javascript;charset=utf-8", "svg", "image/svg+xml");

    /// Enough of SHA-256 to tell versions of one file apart.
    private static final int HASH_CHARS = 16;

    /// One file as it is served.
    @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
    record Asset(String hash, String type, byte[] bytes) {}

    private final Map<String, Asset> assets = new HashMap<>();

    Assets() {
        SOURCES.forEach((name, source) -> assets.put(name, load(name, source)));
    }

    Optional<Asset> find(String name) {
        return Optional.ofNullable(assets.get(name));
    }

    String address(String name) {
        Asset asset = find(name).orElseThrow(() -> new IllegalArgumentException("no asset " + name));
        return "/assets/" + asset.hash() + "/" + name;
    }

    private static Asset load(String name, String source) {
        try (@Nullable InputStream in = Assets.class.getResourceAsStream(source)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + source);
            }
            byte[] bytes = in.readAllBytes();
            String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
            return new Asset(Sha256.hex(bytes).substring(0, HASH_CHARS), type, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
