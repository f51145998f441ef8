package casemate.agent.sandbox;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The space of one pod: its network namespace with its one cable, its mount view, its control group, held open by a
/// sleeping process. Processes enter it one by one, each in namespaces of its own for processes, users, names and IPC.
public final class Space implements AutoCloseable {
    private static final int INSIDE_ID = 1000;
    private static final Duration HOLDER_WAIT = Duration.ofSeconds(10);
    /// Of /tmp, counted against the pod's memory.
    private static final long TMP_BYTES = 64L << 20;

    private static final long RUN_BYTES = 4L << 20;

    /// Joins control groups, opens the filter as descriptor 9, becomes the command.
    /// usage: FILTER GROUP... -- COMMAND...
    private static final String ENTER = """
            filter=$1; shift
            while [ "$1" != -- ]; do echo $$ >"$1" || exit 71; shift; done
            shift
            ulimit -c 0
            exec 9<"$filter" && exec "$@"
            """;

    /// Lays the mount view. IPv6 is off in the pod; where that file is read-only the packet filter alone stops it.
    /// usage: STAGE IMAGE VOLUME CONFIG VOLUMES
    private static final String HOLD = """
            set -e
            ip link set lo up
            for scope in all default; do
                echo 1 2>/dev/null >/proc/sys/net/ipv6/conf/$scope/disable_ipv6 || :
            done
            bind() { mount --bind "$2" "$1" && mount -o "remount,bind,nosuid,nodev$3" "$1"; }
            bind "$1/image" "$2" ,ro
            bind "$1/volume" "$3" ''
            bind "$1/config" "$4" ,ro,noexec
            if [ -n "$5" ]; then bind "$1/volumes" "$5" ''; fi
            echo ready
            exec sleep infinity
            """;

    private final SandboxHost host;
    private final SpaceOrder order;
    private final Cgroup group;
    private final Process holder;
    private final String link;
    private volatile Optional<OwnFirewall> own = Optional.empty();
    private volatile Optional<PlatformDoor.Open> door = Optional.empty();

    private Space(SandboxHost host, SpaceOrder order, Cgroup group, Process holder, String link) {
        this.host = host;
        this.order = order;
        this.group = group;
        this.holder = holder;
        this.link = link;
    }

    static Space make(SandboxHost host, SpaceOrder order) throws IOException, InterruptedException {
        Cgroup group = host.cgroups().make(order.name(), order.limits());
        Process holder = host.spawner().start(holderCommand(host, order));
        Space space = new Space(host, order, group, holder, Link.name(host.names(), order.address(), order.walls()));
        try {
            awaitReady(holder);
            space.connect();
            return space;
        } catch (IOException | InterruptedException | RuntimeException e) {
            space.close();
            throw e;
        }
    }

    /// Both walls stand before there is a way to the pod.
    private void connect() throws IOException, InterruptedException {
        Traffic allowed = order.allowed();
        if (order.walls().own()) {
            own = Optional.of(OwnFirewall.raise(order.name(), allowed, holder.pid()));
        }
        if (order.walls().traffic()) {
            host.firewall().admit(link, allowed);
        }
        if (order.world().isPresent()) {
            SpaceOrder.World world = order.world().get();
            Link.lay(link, order.address(), holder.pid(), world.space().holder.pid(), world.addresses());
        } else {
            Link.lay(link, order.address(), holder.pid(), !order.walls().traffic() || allowed.beyondHost());
            if (order.egress().contains(Egress.PLATFORM)) {
                door = Optional.of(host.door().open(order.address()));
            }
        }
    }

    private static ProcessBuilder holderCommand(SandboxHost host, SpaceOrder order) throws IOException {
        List<String> command = enter("/dev/null", host.cgroups().holders());
        command.addAll(List.of(
                HostTool.path("setsid"),
                HostTool.path("setpriv"),
                "--pdeathsig=KILL",
                HostTool.path("unshare"),
                "--net",
                "--mount",
                // What the host unmounts must not live on here; nothing goes the other way.
                "--propagation=slave",
                HostTool.path("sh"),
                "-c",
                HOLD,
                "casemate-holder",
                host.names().stage().toString(),
                order.image().toString(),
                order.volume().toString(),
                order.config().toString(),
                order.walls().space() ? "" : host.volumes().toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        HostTool.cleanEnvironment(builder);
        return builder;
    }

    private static List<String> enter(String filter, Cgroup group) {
        List<String> command = new ArrayList<>(List.of(HostTool.path("sh"), "-c", ENTER, "casemate-enter", filter));
        command.addAll(group.doors());
        command.add("--");
        return command;
    }

    private static void awaitReady(Process holder) throws IOException, InterruptedException {
        Thread bound = Thread.ofPlatform().daemon().start(() -> {
            try {
                Thread.sleep(HOLDER_WAIT);
                holder.destroyForcibly();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            BufferedReader out = holder.inputReader(StandardCharsets.UTF_8);
            String line = out.readLine();
            if (!"ready".equals(line)) {
                throw new IOException("the pod's space cannot be made: " + line);
            }
        } finally {
            bound.interrupt();
        }
    }

    /// Starts a process inside. Its output and error come as one stream; it ends with the agent, whatever happens.
    ///
    /// @param environment the whole of it
    public Process start(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(inside(command)).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return host.spawner().start(builder);
    }

    /// Runs a command inside to its end, or to the bound, when it is killed.
    public HostTool.Outcome run(Duration bound, String input, List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        return HostTool.finish(start(command, environment), bound, input);
    }

    /// Runs one of the host's tools with the privileges of any process inside: what an intruder could bring along.
    public HostTool.Outcome runHostTool(Duration bound, List<String> command) throws IOException, InterruptedException {
        List<String> root = List.of(
                "--ro-bind",
                "/usr",
                "/usr",
                "--symlink",
                "usr/bin",
                "/bin",
                "--symlink",
                "usr/sbin",
                "/sbin",
                "--symlink",
                "usr/lib",
                "/lib",
                "--symlink",
                "usr/lib64",
                "/lib64");
        ProcessBuilder builder = new ProcessBuilder(inside(root, command)).redirectErrorStream(true);
        HostTool.cleanEnvironment(builder);
        return HostTool.finish(host.spawner().start(builder), bound, "");
    }

    private List<String> inside(List<String> command) {
        return inside(List.of("--ro-bind", host.names().stage() + "/image", "/"), command);
    }

    /// @param root what becomes the root file system
    private List<String> inside(List<String> root, List<String> command) {
        String stage = host.names().stage().toString();
        String id = String.valueOf(order.uid());
        String namespaces = "/proc/" + holder.pid() + "/ns/";
        List<String> all = enter(host.seccomp().toString(), group);
        all.addAll(List.of(
                HostTool.path("setsid"),
                HostTool.path("nsenter"),
                "--net=" + namespaces + "net",
                "--mount=" + namespaces + "mnt",
                HostTool.path("setpriv"),
                "--reuid=" + id,
                "--regid=" + id,
                "--clear-groups",
                "--no-new-privs",
                "--pdeathsig=KILL",
                HostTool.path("bwrap"),
                "--unshare-user",
                "--unshare-ipc",
                "--unshare-uts",
                "--unshare-cgroup-try",
                "--uid",
                String.valueOf(INSIDE_ID),
                "--gid",
                String.valueOf(INSIDE_ID),
                "--hostname",
                "pod",
                "--die-with-parent",
                "--new-session",
                "--cap-drop",
                "ALL",
                "--seccomp",
                "9"));
        all.addAll(root);
        all.addAll(List.of("--bind", stage + "/volume", "/volume"));
        all.addAll(List.of("--ro-bind", stage + "/config", "/config"));
        all.addAll(List.of("--dev", "/dev"));
        all.addAll(List.of("--size", String.valueOf(TMP_BYTES), "--tmpfs", "/tmp"));
        all.addAll(List.of("--size", String.valueOf(RUN_BYTES), "--tmpfs", "/run"));
        all.addAll(
                order.walls().space()
                        ? List.of("--unshare-pid", "--disable-userns", "--proc", "/proc")
                        : List.of("--bind", "/proc", "/proc", "--bind", stage + "/volumes", "/tmp/neighbours"));
        all.addAll(List.of("--chdir", "/volume", "--"));
        all.addAll(command);
        return all;
    }

    /// Asks a process that [#start] began to end (SIGTERM), and kills it when it has not after the given time.
    public void stop(Process process, Duration patience) throws InterruptedException {
        asked(process).forEach(ProcessHandle::destroy);
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly();
        process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// What the blueprint's command became: below bubblewrap, and below the first process of the pod's own process
    /// namespace. Ending one of those two would kill it without a word.
    private List<ProcessHandle> asked(Process process) {
        List<ProcessHandle> first = process.children().toList();
        return order.walls().space()
                ? first.stream().flatMap(ProcessHandle::children).toList()
                : first;
    }

    /// The process that holds its namespaces.
    long holder() {
        return holder.pid();
    }

    public boolean standing() {
        return holder.isAlive();
    }

    /// Looks after the pod's own packet filter.
    public void guard() throws InterruptedException {
        if (own.isPresent()) {
            own.get().guard();
        }
    }

    /// Packets that its own packet filter has stopped, as of the last [#guard].
    public long dropped() {
        return own.map(OwnFirewall::dropped).orElse(0L);
    }

    /// How often its own packet filter was found changed and put right.
    public int repairs() {
        return own.map(OwnFirewall::repairs).orElse(0);
    }

    public long memoryBytes() {
        return group.memoryBytes();
    }

    public long outOfMemoryKills() {
        return group.outOfMemoryKills();
    }

    /// Kills what still runs in it and takes it down.
    @Override
    public void close() {
        door.ifPresent(PlatformDoor.Open::close);
        try {
            group.remove();
            holder.destroyForcibly();
            holder.waitFor(HOLDER_WAIT.toSeconds(), TimeUnit.SECONDS);
            host.firewall().dismiss(link);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
