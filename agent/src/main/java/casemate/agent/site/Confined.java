package casemate.agent.site;

import casemate.agent.sandbox.HostTool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// Runs a stock tool that has to read and write files of any owner, where it sees nothing but the directories it was
/// given: what a customer put on a volume (links, names, hostile files) leads nowhere else. Secrets go in by standard
/// input, never by arguments or environment. It runs at low priority, and ends with the thread that started it.
public final class Confined {
    /// What is kept of a tool's complaints.
    private static final int MAX_COMPLAINT_BYTES = 64 << 10;

    private static final int LOOK_MILLIS = 100;

    /// Files belong to whomever they belong to.
    private static final List<String> CAPABILITIES =
            List.of("--cap-add", "CAP_DAC_OVERRIDE", "--cap-add", "CAP_CHOWN", "--cap-add", "CAP_FOWNER");

    private final List<String> command;
    private final Map<String, Path> readable = new LinkedHashMap<>();
    private final Map<String, Path> writable = new LinkedHashMap<>();
    private Duration bound = Duration.ofMinutes(1);
    private Optional<Gate> gate = Optional.empty();

    /// Writes what the tool reads on its standard input.
    public interface Feed {
        void into(OutputStream in) throws IOException;
    }

    /// Takes in what the tool prints on its standard output.
    public interface Take<T> {
        T from(InputStream out) throws IOException, InterruptedException;
    }

    /// How a tool ended.
    ///
    /// @param complaints the end of its standard error
    public record Outcome<T>(int exit, T out, String complaints) {
        public boolean done() {
            return exit == 0;
        }

        /// @throws IOException that quotes the tool when it failed
        public T must(String what) throws IOException {
            if (!done()) {
                throw new IOException(
                        what + " failed: " + (complaints.isBlank() ? "exit code " + exit : Complaint.of(complaints)));
            }
            return out;
        }
    }

    private Confined(List<String> command) {
        this.command = command;
    }

    /// A script for bash, which is essential in Debian and, unlike dash, notices failures inside a pipe.
    public static Confined script(String script) {
        return script(script, List.of());
    }

    /// @param arguments what the script finds as `$1` and on
    public static Confined script(String script, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("bash", "-euo", "pipefail", "-c", script, "casemate-backup"));
        command.addAll(arguments);
        return new Confined(command);
    }

    public static Confined tool(List<String> command) {
        return new Confined(List.copyOf(command));
    }

    public Confined reading(Path directory, String as) {
        readable.put(as, directory);
        return this;
    }

    public Confined writing(Path directory, String as) {
        writable.put(as, directory);
        return this;
    }

    public Confined within(Duration most) {
        bound = most;
        return this;
    }

    /// Runs it as the gate's user, who can reach what the gate leads to; without, there is no network at all.
    Confined through(Gate way) {
        gate = Optional.of(way);
        return this;
    }

    /// Feeds it, takes in what it prints, and ends it at its bound or when the caller is interrupted.
    public <T> Outcome<T> run(Feed feed, Take<T> take) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(line());
        HostTool.cleanEnvironment(builder);
        builder.environment().put("HOME", "/tmp");
        builder.environment().put("TZ", "UTC");
        // One processor at most: the instances go first.
        builder.environment().put("GOMAXPROCS", "1");
        Process process = builder.start();
        AtomicReference<String> complaints = new AtomicReference<>("");
        Thread caller = Thread.currentThread();
        List<Thread> beside = List.of(
                beside("watch", () -> watch(process, caller)),
                beside("feed", () -> feed(process, feed)),
                beside("complaints", () -> complaints.set(drain(process.getErrorStream()))));
        try {
            T out = take.from(process.getInputStream());
            int exit = process.waitFor();
            for (Thread each : beside) {
                each.join();
            }
            return new Outcome<>(exit, out, complaints.get());
        } finally {
            process.destroyForcibly();
        }
    }

    /// The same for tools that print little.
    public Outcome<String> run(Feed feed) throws IOException, InterruptedException {
        return run(feed, Confined::drain);
    }

    private List<String> line() {
        List<String> all = new ArrayList<>(List.of(HostTool.path("nice"), "-n", "10"));
        gate.ifPresent(way -> all.addAll(
                List.of(HostTool.path("setpriv"), "--reuid=" + way.uid(), "--regid=" + way.uid(), "--clear-groups")));
        all.addAll(List.of(HostTool.path("bwrap"), "--unshare-pid", "--unshare-ipc", "--unshare-uts"));
        all.add(gate.isPresent() ? "--unshare-user" : "--unshare-net");
        all.addAll(List.of("--die-with-parent", "--new-session", "--cap-drop", "ALL"));
        if (gate.isEmpty()) {
            all.addAll(CAPABILITIES);
        }
        all.addAll(List.of("--ro-bind", "/usr", "/usr"));
        for (String link : List.of("bin", "sbin", "lib", "lib64")) {
            all.addAll(List.of("--symlink", "usr/" + link, "/" + link));
        }
        all.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"));
        gate.ifPresent(way -> {
            for (String file : List.of("hosts", "nsswitch.conf")) {
                all.addAll(List.of("--ro-bind", way.names().resolve(file).toString(), "/etc/" + file));
            }
            all.addAll(List.of("--ro-bind-try", "/etc/ssl/certs", "/etc/ssl/certs"));
        });
        readable.forEach((as, path) -> all.addAll(List.of("--ro-bind", path.toString(), as)));
        writable.forEach((as, path) -> all.addAll(List.of("--bind", path.toString(), as)));
        all.addAll(List.of("--chdir", "/", "--"));
        all.addAll(command);
        return all;
    }

    /// A platform thread: it blocks in a pipe, which would hold a virtual thread's carrier.
    private static Thread beside(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name("agent-backup-" + name).start(work);
    }

    private void watch(Process process, Thread caller) {
        try {
            long end = System.nanoTime() + bound.toNanos();
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() - end > 0 || caller.isInterrupted()) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void feed(Process process, Feed feed) {
        try (OutputStream in = process.getOutputStream()) {
            feed.into(in);
        } catch (IOException _) {
            // The tool ended without reading all: its exit code tells.
        }
    }

    private static String drain(InputStream stream) {
        try {
            byte[] head = stream.readNBytes(MAX_COMPLAINT_BYTES);
            stream.transferTo(OutputStream.nullOutputStream());
            return new String(head, StandardCharsets.UTF_8);
        } catch (IOException _) {
            return "";
        }
    }

    /// Nothing to read.
    public static Feed nothing() {
        return _ -> {};
    }

    /// One line of text.
    public static Feed line(String text) {
        return in -> in.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
