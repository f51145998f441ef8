package casemate.app;

import casemate.agent.volume.Disk;
import casemate.app.node.NodePlace;
import casemate.app.node.NodesPlace;
import casemate.base.AddressRange;
import casemate.base.Refusal;
import casemate.control.account.Email;
import casemate.edge.PrivateListener;
import casemate.edge.TrustedProxies;
import casemate.edge.acme.AcmeConfig;
import casemate.promise.PromiseId;
import casemate.promise.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `casemate up`: starts the whole platform and stays with it.
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Starts the whole platform in this process: database, ledger, control, agent, edge, trust page.",
            "The first time it also hosts a wiki for a first customer. Ctrl-C stops everything; a later up resumes."
        })
final class UpCommand implements Callable<Integer> {
    @Mixin
    private final DataOption data = new DataOption();

    @Option(
            names = "--domain",
            paramLabel = "NAME",
            defaultValue = "casemate.localhost",
            description = "Under which all hosts lie; usual: ${DEFAULT-VALUE}")
    private String domain = "";

    @Option(
            names = "--https-port",
            paramLabel = "PORT",
            defaultValue = "443",
            description = "Where the edge answers; usual: ${DEFAULT-VALUE}")
    private int httpsPort;

    @Option(
            names = "--trusted-proxy",
            paramLabel = "RANGE",
            split = ",",
            description =
                    "Load balancers before the edge, believed about visitors' addresses (PROXY v2, X-Forwarded-For).")
    private List<String> trustedProxies = List.of();

    @Option(names = "--proxy-header", description = "Every connection of a trusted proxy must begin with PROXY v2.")
    private boolean proxyHeader;

    @Option(
            names = "--firewall-rules",
            paramLabel = "PATH",
            description = "Rules of the firewall: a file, or a directory such as a release of the Core Rule Set; usual:"
                    + " Debian's modsecurity-crs, or a small set of our own.")
    private @Nullable Path firewallRules;

    @Option(
            names = "--private-listener",
            paramLabel = "NAME=ADDRESS:PORT",
            description = "Another socket, which alone serves the instances that name it (casemate host --listener);"
                    + " may be given several times.")
    private List<String> privateListeners = List.of();

    @Option(
            names = "--standby-region",
            paramLabel = "CODE",
            description =
                    "A second host on this machine, said to stand in this region (FR, IE): keeps standbys, to rehearse"
                            + " moves to it (casemate replicate, failover, failback).")
    private @Nullable String standbyRegion;

    @Option(
            names = "--nodes-port",
            paramLabel = "PORT",
            description = "Listen there for agents on other machines (casemate node add, casemate agent), such as 8444;"
                    + " usual: nowhere.")
    private @Nullable Integer nodesPort;

    @Option(
            names = "--nodes-address",
            paramLabel = "ADDRESS",
            defaultValue = "",
            description = "The address of this machine at which those agents reach it; usual: where the edge listens.")
    private String nodesAddress = "";

    @Option(names = "--no-install", description = "Name the missing Debian packages instead of installing them.")
    private boolean noInstall;

    @Option(
            names = "--sabotage",
            paramLabel = "IDS",
            split = ",",
            description = "Lab only: switch these promises' controls off, to see their drills turn red.")
    private List<String> sabotage = List.of();

    @Option(
            names = "--operator",
            paramLabel = "EMAIL",
            description = "Who can open the console, made if there is none with this address; usual: operator@DOMAIN")
    private @Nullable String operator;

    @Option(
            names = "--region",
            paramLabel = "CODE",
            description = "The country where this machine stands (ISO 3166), which customers are told and their data is"
                    + " kept to; usual: as was said before, at first FR")
    private @Nullable String region;

    @Option(
            names = "--lab-clock",
            paramLabel = "AHEAD",
            description =
                    "Lab only: this house's clock is ahead of the real one by so much (+31d, +36h, +90m). From its"
                            + " first start on and under localhost only; its records are marked, and prove nothing. Restart"
                            + " with more to go on; usual: as far as before.")
    private @Nullable String labClock;

    @Option(
            names = "--disk",
            paramLabel = "WHAT",
            description =
                    "gocryptfs has instances' volumes encrypted by its processes instead of the kernel, on a new data"
                            + " directory; it is taken unasked where the kernel can not. dm-crypt declares that the data"
                            + " directory lies on a LUKS device: checked at each start, and what there is where volumes"
                            + " cannot have keys of their own.")
    private @Nullable String disk;

    @Mixin
    private final AcmeOptions acme = new AcmeOptions();

    @Mixin
    private final OutsideOptions outside = new OutsideOptions();

    @Mixin
    private final SecretsOptions secrets = new SecretsOptions();

    private final Surroundings surroundings;

    UpCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        UpSettings settings = settings();
        Preconditions.root("up");
        DataDirectory.check(settings.data());
        if (Files.exists(settings.data().resolve(NodePlace.FILE))) {
            throw Refusal.invalid("data-a-node", settings.data() + " is a node's; start it: casemate agent");
        }
        DebianPackages packages = new DebianPackages(surroundings);
        packages.ensure(() -> packages.missingToRun(settings.disk()), !noInstall);
        return new UpRun(settings, surroundings).run();
    }

    /// @throws Refusal `disk-malformed`
    static Disk disk(@Nullable String said) {
        return switch (said) {
            case null -> Disk.USUAL;
            case "dm-crypt" -> Disk.DM_CRYPT;
            case "gocryptfs" -> Disk.GOCRYPTFS;
            default ->
                throw Refusal.invalid(
                        "disk-malformed",
                        "--disk takes gocryptfs, or dm-crypt: of other encryption nothing here can tell.");
        };
    }

    private Optional<NodesPlace> nodes(String under) {
        if (nodesPort == null) {
            if (!nodesAddress.isEmpty()) {
                throw Refusal.invalid("nodes-port-missing", "--nodes-address needs --nodes-port.");
            }
            return Optional.empty();
        }
        return Optional.of(
                NodesPlace.of(nodesPort, nodesAddress, UpSettings.address(under), Platform.PORTAL + "." + under));
    }

    private UpSettings settings() throws IOException {
        Set<PromiseId> off = sabotage.stream().map(PromiseId::new).collect(Collectors.toUnmodifiableSet());
        TrustedProxies proxies = new TrustedProxies(
                trustedProxies.stream().map(AddressRange::parse).toList(), proxyHeader);
        String under = UpSettings.domain(domain);
        Optional<AcmeConfig> authority = acme.config();
        Email first = Email.parse(operator == null ? "operator@" + under : operator);
        return new UpSettings(
                data.path(surroundings.environment()),
                surroundings.root(),
                under,
                httpsPort,
                off,
                proxies,
                Optional.ofNullable(firewallRules),
                first,
                authority,
                outside.outside(UpSettings.local(under), authority),
                privateListeners.stream().map(PrivateListener::parse).toList(),
                secrets.place(),
                Optional.ofNullable(region).map(Region::new),
                Optional.ofNullable(standbyRegion).map(Region::new),
                nodes(under),
                Optional.ofNullable(labClock).map(HouseClock::parse),
                disk(disk));
    }
}
