package casemate.control.instance;

import casemate.base.DurableFile;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.wire.SnapshotKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/// Keeps control's snapshot key: one file that only control's user reads, both halves in it, so that no crash parts
/// them.
final class SnapshotKeyFile {
    private static final String NAME = "snapshot.json";
    private static final String TYPE = "snapshot-key.v1";
    private static final int MAX_BYTES = 4 << 10;

    private SnapshotKeyFile() {}

    /// The key of this platform; made at the first start.
    ///
    /// @throws Refusal when the file is there and cannot be read: a new key would be one that edge and agent refuse
    static SnapshotKey open(Path keys) {
        Path file = keys.resolve(NAME);
        try {
            Files.createDirectories(keys);
            if (Files.exists(file)) {
                return read(file);
            }
            SnapshotKey fresh = SnapshotKey.generate();
            DurableFile.write(file, encode(fresh));
            return fresh;
        } catch (IOException e) {
            throw new UncheckedIOException("the snapshot key cannot be read or made", e);
        }
    }

    private static SnapshotKey read(Path file) throws IOException {
        try {
            Json.Obj o = Json.parseObject(Files.readAllBytes(file), MAX_BYTES).only("type", "pkcs8", "spki");
            if (!o.text("type").equals(TYPE)) {
                throw new IllegalArgumentException("not of type " + TYPE);
            }
            Base64.Decoder base64 = Base64.getDecoder();
            return SnapshotKey.read(base64.decode(o.text("pkcs8")), base64.decode(o.text("spki")));
        } catch (Refusal | IllegalArgumentException _) {
            throw Refusal.invalid(
                    "snapshot-key-unreadable", "The file keys/" + NAME + " is damaged; restore it from a backup.");
        }
    }

    private static byte[] encode(SnapshotKey key) {
        Base64.Encoder base64 = Base64.getEncoder();
        return Json.object()
                .put("type", TYPE)
                .put("pkcs8", base64.encodeToString(key.pkcs8()))
                .put("spki", base64.encodeToString(key.spki()))
                .build()
                .canonical();
    }
}
