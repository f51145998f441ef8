package casemate.app;

import casemate.agent.volume.Disk;
import casemate.base.FileTree;
import casemate.base.Unavailable;
import casemate.control.Outside;
import casemate.control.account.Email;
import casemate.edge.TrustedProxies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `casemate train`, for the launcher: a whole start on a throwaway directory, some pages, and a stop, while the JVM
/// records for its start cache what was loaded on the way.
@Command(name = "train", hidden = true, description = "Starts and stops a throwaway platform, for the start cache.")
final class TrainCommand implements Callable<Integer> {
    private static final String DOMAIN = "casemate.localhost";
    private static final int MAX_PAGE_BYTES = 1 << 20;
    /// A busy machine may still be warming up; what was not seen by then is only not in the cache.
    private static final int VISITS = 10;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Made, used, and removed.")
    private Path directory = Path.of("");

    private final Surroundings surroundings;

    TrainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Preconditions.root("train");
        UpSettings settings = new UpSettings(
                directory,
                surroundings.root(),
                DOMAIN,
                freePort(),
                Set.of(),
                TrustedProxies.NONE,
                Optional.empty(),
                Email.parse("operator@" + DOMAIN),
                Optional.empty(),
                Outside.NOTHING,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Disk.USUAL);
        try (StopOrder running = new StopOrder()) {
            DataDirectory data = running.add("data", DataDirectory.own(directory));
            running.add("log", LogFile.open(data.part("run")));
            Platform.start(settings, data, Clock.systemUTC(), running, new Progress(surroundings.silent()), _ -> {});
            try (PlatformApi api = PlatformApi.of(data.path())) {
                new Summary(settings, api).text();
            }
            Download download = new Download(data.path().resolve(DataDirectory.LOCAL_AUTHORITY));
            for (String host : List.of("portal", "console", "trust")) {
                visit(download, settings.url(host) + "/");
            }
        } finally {
            FileTree.delete(directory);
        }
        return CommandLines.DONE;
    }

    private static void visit(Download download, String address) throws InterruptedException {
        for (int i = 0; i < VISITS; i++) {
            try {
                download.get(address, MAX_PAGE_BYTES);
                return;
            } catch (Unavailable _) {
                Thread.sleep(PAUSE);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
