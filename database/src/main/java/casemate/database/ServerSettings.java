package casemate.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The server's settings, given on its command line so that no file can drift from them.
final class ServerSettings {
    /// What must not be traded for speed: an acknowledged commit survives a power cut.
    private static final Map<String, String> DURABLE =
            Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

    /// No socket file, no other address; nothing that a customer wrote in the log.
    private static final Map<String, String> CLOSED = Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "password_encryption", "scram-sha-256",
            "log_min_messages", "log",
            "log_min_error_statement", "panic",
            "log_error_verbosity", "terse",
            "log_parameter_max_length_on_error", "0");

    /// A file of the log that is done with is removed, not renamed to be written over later: what erased rows
    /// had said stands in it.
    private static final Map<String, String> FORGETFUL = Map.of("wal_recycle", "off");

    /// One vendor's control plane: tens of connections, megabytes of rows. Every idle process costs memory.
    private static final Map<String, String> SMALL = Map.of(
            "max_connections", "60",
            "shared_buffers", "48MB",
            "max_wal_size", "256MB",
            "io_method", "sync",
            "max_logical_replication_workers", "0",
            "max_parallel_workers_per_gather", "0",
            "autovacuum_max_workers", "2",
            "jit", "off",
            "idle_in_transaction_session_timeout", "60s",
            "timezone", "UTC");

    private ServerSettings() {}

    static List<String> arguments(int port) {
        Map<String, String> all = new TreeMap<>(Map.of("port", String.valueOf(port)));
        all.putAll(SMALL);
        all.putAll(CLOSED);
        all.putAll(DURABLE);
        all.putAll(FORGETFUL);
        List<String> arguments = new ArrayList<>(List.of("-D", Cluster.PATH));
        all.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        return arguments;
    }
}
