package casemate.house;

import casemate.base.Json;
import casemate.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A platform started by `./casemate up`, seen from outside.
final class House implements AutoCloseable {
    /// An empty machine downloads Debian packages and makes two images.
    private static final Duration FIRST_START = Duration.ofMinutes(5);

    private static final Duration STOP = Duration.ofSeconds(60);

    /// What `up` prints when everything runs.
    private static final String READY = "Ctrl-C stops everything";

    private static final Pattern INSTANCE = Pattern.compile("instance\\s+(https://\\S+)");

    private static final String FIRST_CUSTOMER = "customer@casemate.localhost";
    private static final int MAX_ANSWER = 100_000;

    private final Path data;
    private final int port;
    private final Process process;
    private final Path output;
    private final Operator operator = new Operator(this);

    private House(Path data, int port, Process process, Path output) {
        this.data = data;
        this.port = port;
        this.process = process;
        this.output = output;
    }

    /// Starts on a directory and returns at once.
    static House starting(Path data, int port, String... more) throws IOException {
        Path output = Files.createTempFile(data.getParent(), "up-", ".log");
        List<String> command = new ArrayList<>(List.of(
                Command.launcher().toString(), "up", "--data", data.toString(), "--https-port", String.valueOf(port)));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new House(data, port, process, output);
    }

    /// Starts on a directory and waits until all is up.
    static House up(Path data, int port, String... more) throws IOException {
        House house = starting(data, port, more);
        house.awaitReady();
        return house;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    void awaitReady() {
        Eventually.until("coming up", FIRST_START, () -> said().contains(READY) || !process.isAlive());
        if (!said().contains(READY)) {
            throw new AssertionError("up ended early:\n" + said());
        }
    }

    String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    String url(String host) {
        return "https://" + host + ".casemate.localhost:" + port;
    }

    Path data() {
        return data;
    }

    Operator operator() {
        return operator;
    }

    String operatorEmail() {
        return "operator@casemate.localhost";
    }

    String operatorPassword() throws IOException {
        return Files.readString(data.resolve("keys/operator-password")).strip();
    }

    String firstCustomer() {
        return FIRST_CUSTOMER;
    }

    /// The first customer's password of the portal, from the file that `up` names.
    String firstPassword() throws IOException {
        List<String> lines = Files.readAllLines(data.resolve("keys/first-customer"));
        return lines.get(lines.indexOf("  " + FIRST_CUSTOMER) + 1).strip();
    }

    /// The address of the wiki that `up` hosts for a first customer, as its summary prints it.
    String firstInstance() {
        Matcher line = INSTANCE.matcher(said());
        if (!line.find()) {
            throw new AssertionError("no instance in:\n" + said());
        }
        return line.group(1);
    }

    /// Hosts an application for the first customer, and waits until it runs.
    Keys host(String blueprint, String slug) {
        return application(created(blueprint, slug, FIRST_CUSTOMER));
    }

    /// Keys of an application, and those of its customer at the portal.
    record Hosted(Keys application, Keys portal) {}

    /// Hosts an application for a new customer, and waits until it runs.
    Hosted hostFor(String email, String blueprint, String slug) {
        Json.Obj created = created(blueprint, slug, email);
        return new Hosted(application(created), new Keys(email, created.text("customerPassword")));
    }

    private static Keys application(Json.Obj created) {
        return new Keys(created.text("adminName"), created.text("adminPassword"));
    }

    private Json.Obj created(String blueprint, String slug, String email) {
        Command hosted = casemate("host", blueprint, "--slug", slug, "--customer", email, "--title", slug, "--json");
        if (hosted.exit() != 0) {
            throw new AssertionError(hosted.out());
        }
        String answer =
                hosted.out().lines().filter(l -> l.startsWith("{")).findFirst().orElseThrow();
        return Json.parseObject(answer.getBytes(StandardCharsets.UTF_8), MAX_ANSWER);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// A command of the command line on this platform.
    Command casemate(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        return Command.casemate(all.toArray(String[]::new));
    }

    /// `kill -9` of the process that is the platform: no handler of ours runs.
    void kill() throws InterruptedException {
        process.descendants().filter(House::isJava).forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.waitFor();
    }

    private static boolean isJava(ProcessHandle handle) {
        return handle.info().command().orElse("").endsWith("/java");
    }

    /// What Ctrl-C does.
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError("did not stop within " + STOP + ":\n" + said());
        }
    }

    @Override
    public void close() {
        try {
            if (process.isAlive()) {
                stop();
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while stopping", e);
        }
    }
}
