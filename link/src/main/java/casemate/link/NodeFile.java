package casemate.link;

import casemate.base.DurableFile;
import casemate.base.Json;
import casemate.base.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;

/// What a node knows of itself and its house: one file (0600), replaced whole, so that there is a whole identity or
/// none.
///
/// @param facts what the house said last of itself
record NodeFile(HouseAddress house, String name, String region, Identity identity, HouseFacts facts) {
    private static final String FILE = "node.json";
    private static final String TYPE = "casemate-node.v1";
    private static final int MOST_FILE_BYTES = 8 << 20;

    static boolean exists(Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    /// @throws Refusal `not-joined`, `node-identity-unreadable`
    static NodeFile read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            throw Refusal.conflict(
                    "not-joined",
                    "This machine is no node yet; start it with --house and --token, as casemate node add says.");
        }
        try (var in = Files.newInputStream(file)) {
            return read(Json.parseObject(in.readNBytes(MOST_FILE_BYTES + 1), MOST_FILE_BYTES));
        } catch (GeneralSecurityException | Refusal e) {
            throw Refusal.invalid(
                    "node-identity-unreadable",
                    "The node's identity in " + file + " cannot be used; move it away and join with another token.");
        }
    }

    /// On the disk when this returns.
    void keep(Path directory) throws IOException {
        DurableFile.write(directory.resolve(FILE), json().canonical());
    }

    /// Removes what a killed process may have left half-written: there is a key in it.
    static void tidy(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            for (Path left : all.filter(NodeFile::isLeft).toList()) {
                Files.deleteIfExists(left);
            }
        }
    }

    NodeFile with(X509Certificate certificate) {
        return new NodeFile(
                house, name, region, new Identity(identity.key(), certificate, identity.authority()), facts);
    }

    NodeFile with(HouseAddress moved) {
        return new NodeFile(moved, name, region, identity, facts);
    }

    NodeFile with(HouseFacts newer) {
        return new NodeFile(house, name, region, identity, newer);
    }

    private static boolean isLeft(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("." + FILE) && name.endsWith(".new");
    }

    private static NodeFile read(Json.Obj o) throws GeneralSecurityException {
        o.only("type", "host", "port", "name", "region", "key", "certificate", "authority", "facts");
        if (!o.text("type").equals(TYPE)) {
            throw new GeneralSecurityException("another type");
        }
        return new NodeFile(
                new HouseAddress(o.text("host"), Math.toIntExact(o.integer("port"))),
                o.text("name"),
                o.text("region"),
                new Identity(
                        Keys.secret(o.text("key")),
                        Keys.certificate(o.text("certificate")),
                        Keys.certificate(o.text("authority"))),
                HouseFacts.read(o.obj("facts")));
    }

    private Json json() {
        try {
            return Json.object()
                    .put("type", TYPE)
                    .put("host", house.host())
                    .put("port", house.port())
                    .put("name", name)
                    .put("region", region)
                    .put("key", Keys.write(identity.key().getEncoded()))
                    .put("certificate", Keys.write(identity.certificate().getEncoded()))
                    .put("authority", Keys.write(identity.authority().getEncoded()))
                    .put("facts", facts.json())
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read has an encoding", e);
        }
    }
}
