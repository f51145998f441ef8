package casemate.app;

import casemate.base.DurableFile;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/// How the command line finds the platform that runs: `run/api.json`, for its owner's eyes. There while it runs.
final class ApiFile implements AutoCloseable {
    /// @param url such as `http://127.0.0.1:40123/api/v1`
    record Access(URI url, Secret token) {}

    private static final String NAME = "run/api.json";
    private static final int MAX_BYTES = 4096;

    private final Path file;

    private ApiFile(Path file) {
        this.file = file;
    }

    static ApiFile write(Path run, int port, Secret token) throws IOException {
        Path file = run.resolve("api.json");
        DurableFile.write(
                file,
                Json.object()
                        .put("url", "http://127.0.0.1:" + port + "/api/v1")
                        .put("token", token.revealText())
                        .build()
                        .canonical());
        return new ApiFile(file);
    }

    /// @throws Refusal when no platform runs there, or this user may not speak to it
    static Access read(Path data) throws IOException {
        Path file = data.resolve(NAME);
        if (Files.exists(file) && !Files.isReadable(file)) {
            throw Refusal.forbidden(
                    "api-not-yours", file + " belongs to another user; run this as that one, or with sudo.");
        }
        if (!Files.exists(file)) {
            throw Refusal.conflict(
                    "not-running",
                    "No platform runs on " + data
                            + " (or it is another user's); start it with casemate up, or name another with --data.");
        }
        Json.Obj access = Json.parseObject(Files.readAllBytes(file), MAX_BYTES).only("url", "token");
        return new Access(URI.create(access.text("url")), Secret.of(access.text("token")));
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
