package casemate.app;

import casemate.base.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/// What must be right before anything is made. Each refusal says what to do.
final class Preconditions {
    /// The database, its log, the first instance and room to write a backup of them.
    static final long ROOM_NEEDED = 1L << 30;

    private static final int MEGABYTE_SHIFT = 20;

    private Preconditions() {}

    /// @param command that needs it
    static void root(String command) {
        if (!Root.isRoot()) {
            throw Refusal.forbidden(
                    "root-needed", "Walls between tenants are built by root; run: sudo ./casemate " + command);
        }
    }

    /// Refuses a port that somebody else listens on.
    static void portFree(String address, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
        } catch (IOException e) {
            throw Refusal.conflict(
                    "port-in-use",
                    "Port " + port + " is in use by another program (" + e.getMessage()
                            + "); end that one or choose another with --https-port.");
        }
    }

    /// Refuses a disk without room, before the first byte is written to it.
    static void room(Path data) throws IOException {
        Path existing = data;
        while (!Files.exists(existing)) {
            Path parent = existing.getParent();
            if (parent == null) {
                break;
            }
            existing = parent;
        }
        long free = Files.getFileStore(existing).getUsableSpace();
        if (free < ROOM_NEEDED) {
            throw Refusal.conflict(
                    "disk-full",
                    "The disk of " + data + " has " + (free >> MEGABYTE_SHIFT) + " MB left and Casemate needs "
                            + (ROOM_NEEDED >> MEGABYTE_SHIFT) + "; make room, or name another directory with --data.");
        }
    }
}
