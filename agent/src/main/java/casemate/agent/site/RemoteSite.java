package casemate.agent.site;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/// A site beyond this host. One kept tool, rclone, speaks to all kinds of them; it holds the credentials
/// and reaches the site alone, and never sees a repository's key nor anything in the clear.
final class RemoteSite implements Site {
    /// Names of files are short: enough for 100,000.
    static final int MAX_LIST_BYTES = 32 << 20;

    private static final Duration LOOK_BOUND = Duration.ofMinutes(5);

    private final Reached reached;
    private final String root;
    private final Secret config;
    private final Secret key;
    private final String hosts;

    /// The one address that its tools may speak to.
    record Reached(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /// @param root below which all is kept, as rclone takes it
    /// @param config of rclone, with the site as `site`
    /// @param key a private key; empty without
    /// @param hosts lines of `known_hosts`; empty without
    RemoteSite(Reached reached, String root, Secret config, Secret key, String hosts) {
        this.reached = reached;
        this.root = root;
        this.config = config;
        this.key = key;
        this.hosts = hosts;
    }

    String at(String path) {
        return "site:" + root + (path.isEmpty() ? "" : "/" + path);
    }

    /// One run of rclone.
    Carrier carrier() {
        return new Carrier(reached, config, key, hosts);
    }

    @Override
    public Shelf shelf(String path) {
        return new RemoteShelf(this, path);
    }

    @Override
    public ResticDoor restic(String path) throws IOException, InterruptedException {
        return RemoteDoor.open(this, path);
    }

    @Override
    public List<Item> copies() throws IOException, InterruptedException {
        byte[] list = carrier()
                .within(LOOK_BOUND)
                .run(
                        List.of(
                                "lsjson",
                                "--recursive",
                                "--files-only",
                                "--no-mimetype",
                                "--use-server-modtime",
                                "--include=/archive/*/*",
                                "--include=/restic/*/snapshots/*",
                                at("")),
                        _ -> {},
                        out -> out.readNBytes(MAX_LIST_BYTES));
        try {
            List<Item> all = new ArrayList<>();
            String text = new String(list, StandardCharsets.UTF_8).strip();
            if (!text.isEmpty() && Json.parse(list, MAX_LIST_BYTES) instanceof Json.Arr found) {
                for (Json each : found.elements()) {
                    Json.Obj file = (Json.Obj) each;
                    all.add(new Item(Path.of(file.text("Path")), moment(file.text("ModTime"))));
                }
            }
            return all;
        } catch (Refusal | ClassCastException e) {
            throw new IOException(reached + " lists what cannot be read", e);
        }
    }

    @Override
    public void removeAll(String path) throws IOException, InterruptedException {
        carrier().within(LOOK_BOUND).run(List.of("purge", at(path)), _ -> {}, _ -> "");
    }

    @Override
    public int below(String path) throws IOException, InterruptedException {
        return list(List.of("lsf", "--recursive", "--files-only", at(path))).size();
    }

    @Override
    public List<Path> search(String word) throws IOException, InterruptedException {
        return list(List.of("lsf", "--recursive", "--max-depth=2", at(""))).stream()
                .map(Path::of)
                .filter(path -> path.getFileName().toString().contains(word))
                .toList();
    }

    private List<String> list(List<String> command) throws IOException, InterruptedException {
        byte[] list = carrier().within(LOOK_BOUND).run(command, _ -> {}, out -> out.readNBytes(MAX_LIST_BYTES));
        return new String(list, StandardCharsets.UTF_8).lines().toList();
    }

    private static Instant moment(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    @Override
    public String storage() {
        return reached.toString();
    }
}
