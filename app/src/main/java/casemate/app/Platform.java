package casemate.app;

import casemate.agent.Agent;
import casemate.agent.AgentConfig;
import casemate.agent.pod.PlatformWay;
import casemate.app.house.HouseBackups;
import casemate.app.house.HouseRestore;
import casemate.app.node.HouseKeys;
import casemate.app.node.NodeHouse;
import casemate.app.node.NodesPlace;
import casemate.app.node.Regions;
import casemate.app.node.SecondHost;
import casemate.app.secret.DeployDrill;
import casemate.app.secret.DeploySecrets;
import casemate.app.secret.EmbeddedStrongroom;
import casemate.app.secret.StrongroomPlace;
import casemate.app.secret.Waiting;
import casemate.base.DurableFile;
import casemate.base.LabClock;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.Control;
import casemate.control.ControlConfig;
import casemate.control.DatabaseLogin;
import casemate.control.KeyPlace;
import casemate.control.Outside;
import casemate.control.site.BackupSite;
import casemate.control.web.EdgePlace;
import casemate.control.web.Language;
import casemate.database.EmbeddedPostgres;
import casemate.database.PostgresOptions;
import casemate.edge.Edge;
import casemate.edge.EdgeConfig;
import casemate.edge.PrivateListener;
import casemate.ledger.Ledger;
import casemate.ledger.LogSigner;
import casemate.link.HouseFacts;
import casemate.link.HouseLink;
import casemate.promise.PolicyFile;
import casemate.promise.Region;
import casemate.trust.Trust;
import casemate.trust.TrustConfig;
import casemate.wire.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// All programs of one platform, each started when what it stands on runs.
final class Platform {
    /// What the operator has loaded, beneath the data directory.
    static final String LISTS = "lists";

    private static final String POLICY = "casemate.yaml";
    private static final String TRUST = "trust";
    static final String PORTAL = "portal";
    /// Where the machine stands unless `--region` says otherwise, and which region its second directory plays.
    private static final Region FIRST_REGION = new Region("FR");
    private static final Region SECOND_REGION = new Region("IE");

    /// Whom Debian believes, for platforms with certificates of an outside authority.
    static final Path PUBLIC_AUTHORITIES = Path.of("/etc/ssl/certs/ca-certificates.crt");

    /// The key service's token in the strongroom.
    private static final String KEYS_TOKEN = "keys-token";

    private static final String DATABASE = "casemate";

    /// A gibibyte is written anew in seconds, table by table; more would keep people waiting.
    private static final long MOST_WRITTEN_ANEW = 1L << 30;

    /// Owns the database and runs migrations; no superuser.
    private static final String MIGRATIONS = "casemate_migrations";

    /// What the running program uses; the migrations grant it what it may do.
    private static final String RUNTIME = "casemate_control";

    /// What the first run speaks to.
    record Started(Control control, Agent agent) {}

    private final UpSettings settings;
    private final DataDirectory data;
    private final StopOrder running;
    /// What is decided here goes by it; passwords and certificates go by the real one.
    private final Clock clock;

    private Platform(UpSettings settings, DataDirectory data, Clock clock, StopOrder running) {
        this.settings = settings;
        this.data = data;
        this.clock = clock;
        this.running = running;
    }

    /// Returns when every program runs and the edge answers.
    ///
    /// @param clock by which this house lives
    /// @param running takes charge of each program as soon as it runs, so that a failure half-way stops the others
    /// @param lost called with its name when a program ends that nobody stopped
    static Started start(
            UpSettings settings,
            DataDirectory data,
            Clock clock,
            StopOrder running,
            Progress progress,
            Consumer<String> lost)
            throws Exception {
        Platform platform = new Platform(settings, data, clock, running);
        DeploySecrets secrets = progress.step("deploy secrets", () -> platform.secrets(progress));
        EmbeddedPostgres database = progress.step("database", () -> platform.database(secrets));
        var _ = database.exited().thenAccept(_ -> lost.accept("the database"));
        Ledger ledger = progress.step("ledger", platform::ledger);
        Control control = progress.step("control", () -> platform.control(database, ledger, secrets));
        progress.step("policy", () -> platform.policy(control, progress));
        Agent agent = progress.step("agent", () -> platform.agent(control, progress));
        Trust trust = progress.step("trust page", () -> platform.trust(ledger));
        NodeHouse.here(control);
        control.serve(TRUST, new Upstream("127.0.0.1", trust.port()));
        Edge edge = progress.step("edge", () -> platform.edge(control));
        if (settings.nodes().isPresent()) {
            NodesPlace nodes = settings.nodes().get();
            progress.step("nodes", () -> platform.nodes(nodes, control, edge));
        }
        control.offer(Hosting.offered(agent.blueprints()));
        control.logsFrom(agent);
        control.copiesFrom(agent);
        control.drill(edge.drills());
        control.drill(agent.drills());
        control.watch(secrets.alarms());
        control.lookForCardsIn(List.of(platform.data.part("run"), platform.data.part("sites")));
        control.drill(List.of(secrets.drill(data.path())));
        control.clearedBy(() -> database.dropFreed(DATABASE, MOST_WRITTEN_ANEW));
        platform.house(database, control);
        return new Started(control, agent);
    }

    /// From the strongroom that was named, or from one of this machine.
    private DeploySecrets secrets(Progress progress) throws IOException, InterruptedException {
        StrongroomPlace place = settings.secrets().isPresent()
                ? settings.secrets().get()
                : running.add("strongroom", strongroom()).place();
        return running.add(
                "deploy secrets",
                DeploySecrets.fetch(
                        place, data.part("keys"), new SecureRandom(), LabClock.real(clock), progress::tell));
    }

    private EmbeddedStrongroom strongroom() throws IOException, InterruptedException {
        Path log = data.part("run").resolve("strongroom.log");
        return EmbeddedStrongroom.start(
                data.path().resolve(EmbeddedStrongroom.DIRECTORY),
                Main.class,
                log,
                new SecureRandom(),
                LabClock.real(clock));
    }

    private EmbeddedPostgres database(DeploySecrets secrets) throws IOException, InterruptedException {
        Path directory = data.part("postgres");
        EmbeddedPostgres database = running.add(
                "database",
                EmbeddedPostgres.start(
                        directory,
                        new PostgresOptions(data.part("keys"), directory, 0),
                        secrets.known(EmbeddedPostgres.OWNER)));
        secrets.rotate(database, List.of(MIGRATIONS, RUNTIME));
        if (settings.switchedOff().contains(DeployDrill.PROMISE)) {
            secrets.leak(data.part("keys"));
        }
        return database;
    }

    private Ledger ledger() throws IOException {
        LogSigner signer = LogSigner.openOrGenerate(
                data.part("keys").resolve("ledger"), LabClock.name(clock, TRUST + "." + settings.domain() + "/ledger"));
        DurableFile.write(
                data.path().resolve(DataDirectory.LEDGER_KEY),
                (signer.verifierKey() + "\n").getBytes(StandardCharsets.UTF_8));
        Ledger ledger = running.add("ledger", Ledger.open(data.part("ledger"), signer));
        HouseRestore.record(data.path(), ledger);
        return ledger;
    }

    private Control control(EmbeddedPostgres database, Ledger ledger, DeploySecrets secrets) throws IOException {
        DatabaseLogin migrations = new DatabaseLogin(MIGRATIONS, secrets.of(MIGRATIONS));
        DatabaseLogin runtime = new DatabaseLogin(RUNTIME, secrets.of(RUNTIME));
        database.ensureDatabase(DATABASE, MIGRATIONS);
        Secret token = Chance.password();
        Control control = running.add(
                "control",
                Control.start(new ControlConfig(
                        database.jdbcUrl(DATABASE),
                        migrations,
                        runtime,
                        settings.domain(),
                        place(),
                        0,
                        data.part("keys"),
                        token,
                        List.of(Language.values()),
                        Optional.empty(),
                        ledger,
                        outside(secrets),
                        settings.switchedOff(),
                        clock)));
        DurableFile.write(data.path().resolve(DataDirectory.CONTROL_KEY), control.snapshotSpki());
        running.add("api", ApiFile.write(data.part("run"), control.port(), token));
        return control;
    }

    /// With what came from the strongroom.
    private Outside outside(DeploySecrets secrets) {
        Outside outside = settings.outside().withLists(data.path().resolve(LISTS));
        if (outside.keys().isEmpty() || outside.keys().get().file().isPresent()) {
            return outside;
        }
        Optional<Secret> sealed = secrets.gateway(KEYS_TOKEN);
        if (sealed.isEmpty() && outside.keys().get() instanceof KeyPlace.Kms) {
            // The machine's role is asked for.
            return outside;
        }
        Secret token = sealed.orElseThrow(() -> Refusal.invalid(
                "keys-token-missing",
                "--keys needs --keys-token, or a " + KEYS_TOKEN + " in the strongroom: casemate strongroom seal"));
        return outside.withKeys(outside.keys().get().holding(token));
    }

    /// What control and the host's packet filter have to know of the edge.
    private EdgePlace place() {
        return new EdgePlace(
                settings.httpsPort(),
                settings.privateListeners().stream()
                        .filter(one -> one.port() > 0)
                        .collect(Collectors.toMap(PrivateListener::name, PrivateListener::port)),
                settings.proxies().ranges());
    }

    /// The operator's own copy of the policy; the first time it is the one with every promise.
    private boolean policy(Control control, Progress progress) throws IOException {
        Path policy = data.path().resolve(POLICY);
        if (!Files.exists(policy)) {
            DurableFile.write(
                    policy,
                    Files.readAllBytes(settings.root().resolve("policies").resolve(POLICY)));
        }
        boolean inForce = control.adopt(bounded(policy));
        if (!inForce) {
            progress.tell(policy + " is refused, and the policy before it stays in force; see: casemate policy check "
                    + policy);
        }
        return inForce;
    }

    /// One byte more than a policy may have, so that control sees and says that it is too large.
    private static byte[] bounded(Path policy) throws IOException {
        try (InputStream in = Files.newInputStream(policy)) {
            return in.readNBytes(PolicyFile.MAX_BYTES + 1);
        }
    }

    private Agent agent(Control control, Progress progress) throws IOException, InterruptedException {
        Agent agent = running.add(
                "agent",
                Agent.start(
                        config(Control.AGENT, "agent"),
                        control.agentFeed(),
                        control.reports(),
                        new HouseKeys(control)));
        settings.region().ifPresentOrElse(control::standIn, () -> control.standInUnlessSaid(FIRST_REGION));
        List<BackupSite> sites =
                List.of(site("one", settings.region().orElse(FIRST_REGION)), site("two", SECOND_REGION));
        // The first time, they are sealed: for that the key service must answer.
        Waiting.forIt(() -> control.embedSites(sites), DeploySecrets.LONGEST_WAIT, clock, progress::tell);
        control.trySitesWith(agent.siteProbe());
        control.volumesBy(agent.volumeCiphers());
        agent.bringBack(control::storesOf);
        agent.backUp(control.backupFeed(), control.backupReports());
        agent.replicate(control.replicaFeed(Control.AGENT), control.replicaReports());
        if (settings.standby().isPresent()) {
            AgentConfig second = config(SecondHost.NAME, SecondHost.NAME);
            running.add(
                    SecondHost.NAME,
                    SecondHost.start(second, control, settings.standby().get()));
        }
        control.drill(
                agent.backupDrills(control::sites, control::lockedSites, control::damagedCopies, control::policy));
        control.drill(List.of(agent.regionDrill(control::sites, new Regions(control), control::policy)));
        control.drill(agent.recoveryDrills(control::rehearse, control::policy));
        return agent;
    }

    private AgentConfig config(String name, String part) throws IOException {
        return new AgentConfig(
                name,
                data.part(part),
                data.part("images"),
                settings.root().resolve("blueprints"),
                data.path().resolve(DataDirectory.CONTROL_KEY),
                settings.switchedOff(),
                clock,
                Optional.of(way()),
                settings.disk());
    }

    /// How pods get to the portal: through the edge, as everybody does.
    private PlatformWay way() {
        InetAddress listening = InetAddress.ofLiteral(settings.address());
        InetAddress edge = listening.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : listening;
        return new PlatformWay(
                authority(),
                new InetSocketAddress(edge, settings.httpsPort()),
                settings.acme().isPresent() ? PUBLIC_AUTHORITIES : data.path().resolve(DataDirectory.LOCAL_AUTHORITY));
    }

    /// The platform's public host as it stands in addresses.
    private String authority() {
        return settings.url(PORTAL).substring("https://".length());
    }

    /// An embedded site: a directory on this machine that plays a region.
    private BackupSite site(String name, Region region) throws IOException {
        Path place = Files.createDirectories(data.part("sites").resolve(name));
        return new BackupSite(name, region, place.toRealPath().toString());
    }

    /// Copies the house itself to the sites.
    private void house(EmbeddedPostgres database, Control control) throws IOException, InterruptedException {
        running.add(
                "house",
                HouseBackups.start(data.path(), control::allowedSites, settings.domain(), database::backUp, clock));
    }

    /// Lets agents of other machines in.
    private HouseLink nodes(NodesPlace place, Control control, Edge edge) throws IOException {
        HouseFacts facts = new HouseFacts(
                Base64.getEncoder().encodeToString(control.snapshotSpki()),
                authority(),
                settings.httpsPort(),
                settings.acme().isPresent() ? "" : edge.authorityPem(),
                RootCommand.VERSION);
        return running.add(
                "nodes",
                NodeHouse.open(control, place, data.part("keys").resolve("nodes"), facts, LabClock.real(clock)));
    }

    private Trust trust(Ledger ledger) {
        URI address = URI.create(settings.url(TRUST));
        return running.add(
                TRUST, Trust.start(TrustConfig.of(ledger.directory(), ledger.verifierKey(), address, 0, clock)));
    }

    private Edge edge(Control control) throws IOException {
        EdgeConfig config = new EdgeConfig(
                data.part("edge"),
                settings.domain(),
                settings.address(),
                settings.httpsPort(),
                Base64.getEncoder().encodeToString(control.snapshotSpki()),
                settings.switchedOff(),
                settings.proxies(),
                settings.acme(),
                settings.firewallRules(),
                settings.privateListeners());
        Edge edge = running.add("edge", Edge.start(config, control.edgeFeed(), control.edgeReports(), clock));
        DurableFile.write(
                data.path().resolve(DataDirectory.LOCAL_AUTHORITY),
                edge.authorityPem().getBytes(StandardCharsets.US_ASCII));
        int metrics = edge.showMetrics("127.0.0.1", 0);
        DurableFile.write(
                data.part("run").resolve("metrics.url"),
                ("http://127.0.0.1:" + metrics + "/metrics\n").getBytes(StandardCharsets.US_ASCII));
        return edge;
    }
}
