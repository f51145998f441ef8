package casemate.app.node;

import casemate.agent.volume.Disk;
import casemate.base.DurableFile;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.link.HouseAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What a node's operator said once, and later starts know.
///
/// @param gateway where the house reaches this machine's pods: a literal address and a port
/// @param disk what the operator says of the disk below the data directory
public record NodePlace(InetSocketAddress gateway, Disk disk) {
    /// Its presence says that a data directory is a node's.
    public static final String FILE = "node.json";

    private static final String TYPE = "node.v1";
    private static final int MAX_BYTES = 4_096;

    /// @param typed such as `192.0.2.2:8445` or `[2001:db8::2]:8445`
    /// @throws Refusal `gateway-malformed`
    public static InetSocketAddress gateway(String typed) {
        try {
            HouseAddress parts = HouseAddress.parse(typed);
            InetAddress address = InetAddress.ofLiteral(parts.host());
            if (!address.isAnyLocalAddress()) {
                return new InetSocketAddress(address, parts.port());
            }
        } catch (IllegalArgumentException | Refusal _) {
            // Said below, in this option's own words.
        }
        throw Refusal.invalid(
                "gateway-malformed",
                "--gateway takes this machine's address as the house reaches it, and a port: 192.0.2.2:8445");
    }

    /// What was said before; empty in a directory that has not been a node's.
    public static Optional<NodePlace> read(Path data) throws IOException {
        Path file = data.resolve(FILE);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        Json.Obj o = Json.parseObject(Files.readAllBytes(file), MAX_BYTES).only("type", "gateway", "disk");
        if (!o.text("type").equals(TYPE)) {
            throw Refusal.conflict("data-newer", file + " was written by a newer release; start that one.");
        }
        return Optional.of(new NodePlace(gateway(o.text("gateway")), Disk.valueOf(o.text("disk"))));
    }

    public void write(Path data) throws IOException {
        DurableFile.write(
                data.resolve(FILE),
                Json.object()
                        .put("type", TYPE)
                        .put("gateway", new HouseAddress(address(), gateway.getPort()).toString())
                        .put("disk", disk.name())
                        .build()
                        .canonical());
    }

    /// The gateway's literal address.
    public String address() {
        return gateway.getAddress().getHostAddress();
    }
}
