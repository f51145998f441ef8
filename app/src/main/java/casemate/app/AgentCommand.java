package casemate.app;

import casemate.agent.volume.Disk;
import casemate.app.node.NodePlace;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.link.HouseAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `casemate agent`: makes this machine a node of a house, and stays with it.
@Command(
        name = "agent",
        mixinStandardHelpOptions = true,
        description = {
            "Runs an agent on this machine for a house on another one: it keeps standbys, and runs what moves here.",
            "The first time it joins with a token of casemate node add; later starts need --data only.",
            "Ctrl-C stops what runs here in good order."
        })
final class AgentCommand implements Callable<Integer> {
    /// More than any token.
    private static final int MOST_TOKEN_BYTES = 1_024;

    /// Of a house's data directory.
    private static final String HOUSE_PART = "postgres";

    @Mixin
    private final DataOption data = new DataOption();

    @Option(
            names = "--house",
            paramLabel = "HOST:PORT",
            description = "Where the house listens for nodes (its --nodes-port); again when that has changed.")
    private @Nullable String house;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "As casemate node add printed it; - reads it from standard input.")
    private @Nullable String token;

    @Option(
            names = "--gateway",
            paramLabel = "ADDRESS:PORT",
            description = "This machine's address as the house reaches it, and a free port, for the bytes of visitors;"
                    + " again when that has changed.")
    private @Nullable String gateway;

    @Option(names = "--disk", paramLabel = "WHAT", description = "gocryptfs, or dm-crypt: as up's.")
    private @Nullable String disk;

    @Option(names = "--no-install", description = "Name the missing Debian packages instead of installing them.")
    private boolean noInstall;

    private final Surroundings surroundings;

    AgentCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Path directory = data.path(surroundings.environment());
        Optional<HouseAddress> at = Optional.ofNullable(house).map(HouseAddress::parse);
        Disk said = UpCommand.disk(disk);
        NodePlace place = place(directory, said);
        Optional<Secret> shown = shown(at);
        Preconditions.root("agent");
        DataDirectory.check(directory);
        if (Files.exists(directory.resolve(HOUSE_PART))) {
            throw Refusal.invalid("data-a-house", directory + " is a house's own; name another directory with --data.");
        }
        DebianPackages packages = new DebianPackages(surroundings);
        packages.ensure(() -> packages.missingToHost(place.disk()), !noInstall);
        return new AgentRun(directory, place, at, shown, surroundings).run();
    }

    /// As it was said now, or before.
    private NodePlace place(Path directory, Disk said) throws IOException {
        Optional<NodePlace> before = NodePlace.read(directory);
        if (gateway != null) {
            return new NodePlace(
                    NodePlace.gateway(gateway),
                    said == Disk.USUAL ? before.map(NodePlace::disk).orElse(said) : said);
        }
        NodePlace known = before.orElseThrow(() -> Refusal.invalid(
                "node-new",
                directory + " is no node's yet; the first time --house, --token and --gateway are needed."));
        return said == Disk.USUAL ? known : new NodePlace(known.gateway(), said);
    }

    private Optional<Secret> shown(Optional<HouseAddress> at) throws IOException {
        if (token == null) {
            return Optional.empty();
        }
        if (at.isEmpty()) {
            throw Refusal.invalid("house-missing", "--token needs --house: who is to be shown it?");
        }
        String text = token.equals("-")
                ? new String(System.in.readNBytes(MOST_TOKEN_BYTES), StandardCharsets.UTF_8).strip()
                : token;
        if (text.isEmpty()) {
            throw Refusal.invalid("token-missing", "No token came on standard input.");
        }
        return Optional.of(Secret.of(text));
    }
}
