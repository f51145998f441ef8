package casemate.agent.site;

import casemate.agent.sandbox.HostTool;
import casemate.base.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// restic without a network, and a carrier without its key: two sandboxes with two pipes between them.
final class RemoteDoor implements ResticDoor {
    private static final Duration BOUND = Duration.ofHours(6);
    private static final Duration TOOL_BOUND = Duration.ofSeconds(10);
    /// For the carrier to notice that restic is done.
    private static final Duration END = Duration.ofSeconds(5);

    /// restic takes this for rclone: it passes on what restic says to the carrier.
    private static final String PIPES = "bash -c 'cat </link/down & exec cat >/link/up' link";

    private final Path link;
    private final Thread carrier;
    private final AtomicReference<Optional<String>> trouble;

    private RemoteDoor(Path link, Thread carrier, AtomicReference<Optional<String>> trouble) {
        this.link = link;
        this.carrier = carrier;
        this.trouble = trouble;
    }

    static RemoteDoor open(RemoteSite site, String path) throws IOException, InterruptedException {
        Path link = Files.createTempDirectory("casemate-site-");
        HostTool.must(
                TOOL_BOUND,
                "",
                "mkfifo",
                "--mode=600",
                link.resolve("up").toString(),
                link.resolve("down").toString());
        AtomicReference<Optional<String>> trouble = new AtomicReference<>(Optional.empty());
        Thread carrier = Thread.ofPlatform().daemon().name("agent-site-carrier").start(() -> {
            try {
                trouble.set(site.carrier().within(BOUND).serve(site.at(path), link));
            } catch (IOException e) {
                trouble.set(Optional.of(String.valueOf(e.getMessage())));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        return new RemoteDoor(link, carrier, trouble);
    }

    @Override
    public List<String> options() {
        return List.of("--repo", "rclone:site:", "-o", "rclone.program=" + PIPES);
    }

    @Override
    public Confined lend(Confined tool) {
        return tool.writing(link, "/link");
    }

    @Override
    public Optional<String> trouble() {
        return java.util.Objects.requireNonNull(trouble.get());
    }

    @Override
    public void close() throws IOException {
        try {
            carrier.join(END);
            carrier.interrupt();
            carrier.join(END);
        } catch (InterruptedException _) {
            carrier.interrupt();
            Thread.currentThread().interrupt();
        }
        FileTree.delete(link);
    }
}
