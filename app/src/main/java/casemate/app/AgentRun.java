package casemate.app;

import casemate.app.node.FarAgent;
import casemate.app.node.NodePlace;
import casemate.app.secret.Waiting;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.link.HouseAddress;
import casemate.link.Machine;
import casemate.link.NodeFacts;
import casemate.link.NodeLink;
import casemate.link.NodeLinkConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/// One life of a node: from the first check until it is stopped, or the house does not know it any more.
final class AgentRun {
    /// A node without its house has no keys and no leases: it waits, for as long as the house is away.
    private static final Duration FOR_EVER = Duration.ofDays(36_525);

    private final Path directory;
    private final NodePlace place;
    private final Optional<HouseAddress> house;
    private final Optional<Secret> token;
    private final Surroundings surroundings;
    private final Clock clock = Clock.systemUTC();
    private final StopOrder running = new StopOrder();
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<Optional<Refusal>> removed = new AtomicReference<>(Optional.empty());

    private volatile boolean stopping;

    /// @param house where it is, when that was said
    /// @param token when one was given
    AgentRun(
            Path directory,
            NodePlace place,
            Optional<HouseAddress> house,
            Optional<Secret> token,
            Surroundings surroundings) {
        this.directory = directory;
        this.place = place;
        this.house = house;
        this.token = token;
        this.surroundings = surroundings;
    }

    /// Returns only when the node was stopped by a signal.
    ///
    /// @throws Refusal `node-unknown` once the house has removed it
    int run() throws Exception {
        Progress progress = new Progress(surroundings);
        Preconditions.room(directory);
        DataDirectory data = running.add("data", DataDirectory.own(directory));
        Thread onSignal = Thread.ofPlatform().name("stop").unstarted(this::stop);
        try {
            running.add("log", LogFile.open(data.part("run")));
            NodeLinkConfig identity = new NodeLinkConfig(data.part("keys"), clock, new SecureRandom());
            join(identity, progress);
            place.write(directory);
            Runtime.getRuntime().addShutdownHook(onSignal);
            NodeLink link = running.add("link", NodeLink.open(identity));
            if (house.isPresent()) {
                link.moved(house.get());
            }
            link.here(facts());
            progress.step("house", () -> answered(link, progress));
            running.add("agent", progress.step("agent", () -> start(data, link)));
            progress.tell("node " + link.name() + " in " + link.region() + ", for " + link.house()
                    + "; Ctrl-C stops what runs here");
            over.await();
            throw java.util.Objects.requireNonNull(removed.get()).orElseThrow();
        } finally {
            stopping = true;
            running.close();
        }
    }

    private void join(NodeLinkConfig identity, Progress progress) throws Exception {
        if (NodeLink.joined(identity)) {
            return;
        }
        if (token.isEmpty() || house.isEmpty()) {
            throw Refusal.invalid(
                    "node-new",
                    directory + " has joined no house yet; the first time --house, --token and --gateway are needed.");
        }
        progress.step("joining", () -> {
            NodeLink.join(identity, house.get(), token.get(), facts());
            return true;
        });
    }

    private NodeFacts facts() {
        return new NodeFacts(
                Machine.identity(), place.address(), place.gateway().getPort());
    }

    /// Until it does: without it this machine may run nothing anyway.
    private boolean answered(NodeLink link, Progress progress) throws InterruptedException {
        Waiting.forIt(link::encryptionPromised, FOR_EVER, clock, progress::tell);
        return true;
    }

    private FarAgent start(DataDirectory data, NodeLink link) throws IOException {
        return FarAgent.start(
                new FarAgent.Config(
                        directory,
                        data.part("images"),
                        surroundings.root().resolve("blueprints"),
                        Platform.PUBLIC_AUTHORITIES,
                        place,
                        clock),
                link,
                this::gone);
    }

    private void gone(Refusal refusal) {
        if (!stopping) {
            removed.set(Optional.of(refusal));
            over.countDown();
        }
    }

    private void stop() {
        stopping = true;
        surroundings.tell("stopping …");
        running.close();
        surroundings.tell("stopped");
    }
}
