package casemate.edge.ban;

import casemate.base.AddressRange;
import casemate.base.DurableFile;
import casemate.base.Json;
import casemate.wire.EdgeReport.BanReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Own bans on the disk, replaced whole. One that is damaged is not believed: control's snapshot has the bans that it
/// knows of, and whoever goes on misbehaving is banned anew.
final class BanFile {
    private static final System.Logger LOG = System.getLogger("casemate.edge");
    private static final String TYPE = "edge-bans.v1";
    /// As many bans as there can be, at about 300 bytes.
    private static final int MAX_BYTES = 64 << 20;

    private final Path file;

    BanFile(Path file) {
        this.file = file;
    }

    /// @param repeats is filled too
    List<BanReport> read(Repeats repeats) {
        try {
            if (!Files.exists(file)) {
                return List.of();
            }
            Json.Obj o = Json.parseObject(Files.readAllBytes(file), MAX_BYTES).only("type", "bans", "repeats");
            if (!o.text("type").equals(TYPE)) {
                throw new IOException("not of type " + TYPE);
            }
            List<BanReport> bans = o.list("bans", BanReport::read);
            repeats.read(o);
            return bans;
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the edge''s own bans cannot be read: {0}", e.getMessage());
            return List.of();
        }
    }

    void write(List<BanReport> bans, Map<AddressRange, Repeats.Repeat> repeats) throws IOException {
        DurableFile.write(
                file,
                Json.object()
                        .put("type", TYPE)
                        .put("bans", Json.array(bans, BanReport::json))
                        .put("repeats", Repeats.json(repeats))
                        .build()
                        .canonical());
    }
}
