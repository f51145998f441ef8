package casemate.agent.sandbox;

import casemate.base.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// What one agent owns on this host: the janitor, the spawning thread, the control groups, the packet filter. Opening
/// it sweeps what a crash left; closing it, or dying, leaves nothing.
public final class SandboxHost implements AutoCloseable {
    /// The pod's side of the stage: directories that others may pass but not list.
    private static final String PASSABLE = "rwx--x--x";

    private static final String LOCK = "janitor.lock";
    /// Where, in the data directory, a file system may be mounted that goes with the agent.
    public static final String SEALED = "sealed";

    private static final Duration TOOL_BOUND = Duration.ofSeconds(10);
    /// How long a packet filter that somebody flushed stays so, at most; a look costs about 20 ms of processor time.
    private static final Duration LOOK = Duration.ofSeconds(30);

    private final Names names;
    private final Path run;
    private final Path volumes;
    private final Path sealed;
    private final Cgroups cgroups;
    private final Firewall firewall;
    private final BarrierTable barrier;
    private final Optional<PlatformDoor> door;
    private final Spawner spawner = new Spawner();
    private Janitor janitor;
    private boolean closed;
    private long lookedAt = System.nanoTime();

    private SandboxHost(
            Names names,
            Path run,
            Path volumes,
            Path sealed,
            Cgroups cgroups,
            Janitor janitor,
            Optional<PlatformDoor> door,
            Clock clock) {
        this.door = door;
        this.names = names;
        this.run = run;
        this.volumes = volumes;
        this.sealed = sealed;
        this.cgroups = cgroups;
        this.janitor = janitor;
        this.firewall = new Firewall(names);
        this.barrier = new BarrierTable(names.banTable(), clock);
    }

    /// @param data the directory that the host's names are derived from
    /// @param run where small files of this life stand
    /// @param volumes what a pod without its space wall sees
    public static SandboxHost open(Path data, Path run, Path volumes) throws IOException, InterruptedException {
        return open(data, run, volumes, Optional.empty(), Clock.systemUTC());
    }

    /// @param door the way of pods to the platform, for those that have one
    /// @param clock that of whoever says until when somebody is banned
    public static SandboxHost open(Path data, Path run, Path volumes, Optional<PlatformDoor> door, Clock clock)
            throws IOException, InterruptedException {
        Names names = Names.of(data);
        Cgroups cgroups = Cgroups.detect(names);
        Path sealed = data.toRealPath().resolve(SEALED);
        Files.createDirectories(run);
        Janitor janitor = Janitor.hire(run.resolve(LOCK), names, sealed, cgroups.roots(), true);
        SandboxHost host = new SandboxHost(names, run, volumes, sealed, cgroups, janitor, door, clock);
        try {
            host.prepare();
            return host;
        } catch (IOException | InterruptedException | RuntimeException e) {
            host.close();
            throw e;
        }
    }

    private void prepare() throws IOException, InterruptedException {
        Files.write(seccomp(), Seccomp.filter());
        for (String part : new String[] {"image", "volume", "config", "volumes"}) {
            Path directory = Files.createDirectories(names.stage().resolve(part));
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(PASSABLE));
        }
        Files.setPosixFilePermissions(names.stage(), PosixFilePermissions.fromString(PASSABLE));
        Files.setPosixFilePermissions(names.stage().getParent(), PosixFilePermissions.fromString(PASSABLE));
        firewall.load();
    }

    /// Makes a pod's namespaces, link and control group; nothing runs in it yet.
    public Space space(SpaceOrder order) throws IOException, InterruptedException {
        return Space.make(this, order);
    }

    /// The IPv4 addresses that stand on the host now.
    public String addresses() throws InterruptedException {
        return HostTool.must(TOOL_BOUND, "", "ip", "-oneline", "-4", "address", "show");
    }

    /// Whether an address of this slot is among them: another agent's pod, or a network of the owner's.
    public static boolean taken(String addresses, Address address) {
        return addresses.contains(" " + address.host() + "/") || addresses.contains(" " + address.pod() + "/");
    }

    /// Hires another janitor when somebody killed the one at work: without one, dying would leave things behind until
    /// the next start.
    ///
    /// Looks after the packet filter too, every half minute.
    public synchronized void guard() throws InterruptedException {
        if (closed) {
            return;
        }
        if (!janitor.alive()) {
            janitor = Janitor.hire(run.resolve(LOCK), names, sealed, cgroups.roots(), false);
        }
        if (System.nanoTime() - lookedAt > LOOK.toNanos()) {
            lookedAt = System.nanoTime();
            firewall.guard();
        }
    }

    /// Drops who is banned; taken down with all else.
    public BarrierTable barrier() {
        return barrier;
    }

    /// A pod that needs it is not made where it is missing.
    PlatformDoor door() {
        return door.orElseThrow(() -> Refusal.conflict(
                "platform-unknown", "This host's agent was not told where the platform is that pods should ask."));
    }

    Names names() {
        return names;
    }

    Cgroups cgroups() {
        return cgroups;
    }

    Firewall firewall() {
        return firewall;
    }

    Spawner spawner() {
        return spawner;
    }

    Path volumes() {
        return volumes;
    }

    Path seccomp() {
        return run.resolve("seccomp.bpf");
    }

    @Override
    public synchronized void close() {
        closed = true;
        janitor.close();
        spawner.close();
    }
}
