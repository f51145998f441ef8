package casemate.house;

import casemate.testkit.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// Another machine, as far as a kernel can play two: network, name, mounts and machine id are its own, and one cable
/// leads to this one. All of it goes when its last process ends.
final class SecondMachine implements AutoCloseable {
    /// It downloads nothing: it has the tools and images of this one.
    private static final Duration START = Duration.ofMinutes(2);

    private static final Duration STOP = Duration.ofSeconds(90);

    /// What `agent` prints when everything runs.
    private static final String READY = "Ctrl-C stops what runs here";

    /// Of the two addresses of a cable, in the 16 bits that choose them; they are made of the holder's process id.
    private static final int PAIRS = 1 << 14;
    private static final int PER_BYTE = 64;
    private static final int STEP = 4;

    /// In the mount namespace of its own: the kernel shows each network its own `/sys`, once mounted anew; the control
    /// groups in it are the same kernel's.
    private static final String BOOT = """
            set -eu
            hostname second
            mount --bind "$1" /etc/machine-id
            mount --rbind /sys/fs/cgroup "$2"
            mount -t sysfs sysfs /sys
            mount --rbind "$2" /sys/fs/cgroup
            ip link set lo up
            echo booted
            exec cat
            """;

    private final Path directory;
    private final Process holder;
    private final int pair;
    private Process agent;
    private Path output;

    private SecondMachine(Path directory, Process holder, int pair) {
        this.directory = directory;
        this.holder = holder;
        this.pair = pair;
        this.agent = holder;
        this.output = directory;
    }

    /// @param directory for what is on its disk
    static SecondMachine boot(Path directory) throws IOException {
        Path id = Files.writeString(
                directory.resolve("machine-id"), UUID.randomUUID().toString().replace("-", "") + "\n");
        Path groups = Files.createDirectory(directory.resolve("cgroup"));
        Process holder = new ProcessBuilder(List.of(
                        "unshare",
                        "--net",
                        "--uts",
                        "--mount",
                        "--propagation",
                        "private",
                        "--",
                        "sh",
                        "-c",
                        BOOT,
                        "second-machine",
                        id.toString(),
                        groups.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        SecondMachine machine = new SecondMachine(directory, holder, (int) (holder.pid() % PAIRS));
        BufferedReader said = holder.inputReader(StandardCharsets.UTF_8);
        if (!"booted".equals(said.readLine())) {
            throw new AssertionError("the second machine does not boot");
        }
        machine.plugIn();
        return machine;
    }

    private void plugIn() {
        String here = "nt" + pair;
        done(List.of("ip", "link", "add", here, "type", "veth", "peer", "name", "eth0", "netns", pid()));
        done(List.of("ip", "address", "add", first() + "/30", "dev", here));
        done(List.of("ip", "link", "set", here, "up"));
        done(inside("ip", "address", "add", own() + "/30", "dev", "eth0"));
        done(inside("ip", "link", "set", "eth0", "up"));
    }

    private String pid() {
        return String.valueOf(holder.pid());
    }

    /// The address of the machine that this test runs on.
    String first() {
        return address(1);
    }

    /// Its own.
    String own() {
        return address(2);
    }

    /// Of RFC 2544's range, which no network uses.
    private String address(int host) {
        return "198.18.%d.%d".formatted(pair / PER_BYTE, pair % PER_BYTE * STEP + host);
    }

    private List<String> inside(String... command) {
        List<String> all = new ArrayList<>(List.of("nsenter", "--net", "--uts", "--mount", "--target", pid(), "--"));
        all.addAll(List.of(command));
        return all;
    }

    Path data() {
        return directory.resolve("node");
    }

    /// Starts `casemate agent` on its disk, and returns at once.
    void starting(String... more) throws IOException {
        output = Files.createTempFile(directory, "agent-", ".log");
        List<String> command = inside(Command.launcher().toString(), "agent", "--data", data().toString());
        command.addAll(List.of(more));
        agent = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /// Starts it, and waits until the house has answered.
    void start(String... more) throws IOException {
        starting(more);
        Eventually.until("the agent", START, () -> said().contains(READY) || !agent.isAlive());
        if (!said().contains(READY)) {
            throw new AssertionError("the agent ended early:\n" + said());
        }
    }

    String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// `kill -9` of the agent; the machine stays.
    void kill() throws InterruptedException {
        agent.destroyForcibly();
        agent.waitFor();
    }

    /// How it ended by itself.
    int exit() throws InterruptedException {
        if (!agent.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + STOP + ":\n" + said());
        }
        return agent.exitValue();
    }

    private static void done(List<String> command) {
        Command run = Command.run(command);
        if (run.exit() != 0) {
            throw new AssertionError(command + ": " + run.out());
        }
    }

    /// Pulls the plug.
    @Override
    public void close() {
        agent.destroyForcibly().onExit().join();
        holder.destroyForcibly().onExit().join();
    }
}
