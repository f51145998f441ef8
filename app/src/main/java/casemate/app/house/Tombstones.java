package casemate.app.house;

import casemate.agent.site.Shelf;
import casemate.base.DurableFile;
import casemate.base.Json;
import casemate.base.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which owners' keys were destroyed, kept at every site beside the copies: a copy of the house that is
/// older than an erasure holds the key, and a restore from it must not bring the key back.
/// `docs/formats/vault.md` describes a ring.
final class Tombstones {
    private static final System.Logger LOG = System.getLogger("casemate.app");
    private static final String RINGS = "keys/vault-ring";
    /// Beside the copies.
    static final String DIRECTORY = "destroyed";
    private static final String END = ".json";
    private static final Pattern OWNER = Pattern.compile("platform|(?:cus|usr)_[0-9a-z]{26}");
    private static final int MAX_BYTES = 1 << 20;

    private Tombstones() {}

    /// Of a house.
    static List<Path> of(Path data) throws IOException {
        Path rings = data.resolve(RINGS);
        List<Path> destroyed = new ArrayList<>();
        if (!Files.isDirectory(rings)) {
            return destroyed;
        }
        try (Stream<Path> files = Files.walk(rings, 2)) {
            for (Path file : files.filter(f -> f.toString().endsWith(END))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList()) {
                if (!file.getFileName().toString().startsWith(".") && isDestroyed(ring(file))) {
                    destroyed.add(file);
                }
            }
        }
        return destroyed;
    }

    /// Adds to a site's what it lacks.
    static void keep(Path data, Shelf shelf, RecoveryHalf half) throws IOException, InterruptedException {
        List<Path> stones = of(data);
        List<String> there = stones.isEmpty() ? List.of() : shelf.names();
        for (Path stone : stones) {
            String name = stone.getFileName().toString();
            if (!there.contains(name)) {
                Json.Obj ring = ring(stone);
                byte[] bytes = Json.object()
                        .put("ring", ring)
                        .put("seal", half.seal(ring))
                        .build()
                        .canonical();
                shelf.put(name, out -> out.write(bytes));
                if (!Arrays.equals(shelf.read(name, in -> in.readNBytes(bytes.length + 1)), bytes)) {
                    throw new IOException("the site does not give back what was written to it");
                }
            }
        }
    }

    /// Destroys in a restored house what was destroyed since.
    ///
    /// @return how many
    /// @throws Refusal `tombstone-forged` for one that this house never wrote
    static int apply(Shelf shelf, RecoveryHalf half, Path data) throws IOException, InterruptedException {
        int applied = 0;
        for (String name : shelf.names()) {
            if (name.endsWith(END)) {
                Json.Obj ring = checked(name, shelf.read(name, in -> in.readNBytes(MAX_BYTES)), half);
                String owner = ring.text("owner");
                // As the keyring lays them out: by the last two characters.
                Path at = Files.createDirectories(data.resolve(RINGS).resolve(owner.substring(owner.length() - 2)))
                        .resolve(owner + END);
                if (Files.notExists(at) || !isDestroyed(ring(at))) {
                    DurableFile.write(at, ring.canonical());
                    applied++;
                }
            }
        }
        return applied;
    }

    private static Json.Obj checked(String name, byte[] bytes, RecoveryHalf half) {
        try {
            Json.Obj stone = Json.parseObject(bytes, MAX_BYTES);
            Json.Obj ring = stone.obj("ring");
            if (half.sealed(ring, stone.text("seal"))
                    && OWNER.matcher(ring.text("owner")).matches()
                    && isDestroyed(ring)) {
                return ring;
            }
        } catch (Refusal e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} cannot be read: {1}", name, e.getMessage());
        }
        throw Refusal.invalid(
                "tombstone-forged",
                "The site's record of an erasure, " + name
                        + ", was not written by this house; take it away and look who put it there.");
    }

    private static Json.Obj ring(Path file) throws IOException {
        return Json.parseObject(Files.readAllBytes(file), MAX_BYTES);
    }

    private static boolean isDestroyed(Json.Obj ring) {
        return ring.find("destroyedAt").isPresent();
    }
}
