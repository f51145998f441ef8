package casemate.agent.site;

import casemate.agent.sandbox.HostTool;
import casemate.base.FileTree;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A way out for one run of a tool, to one address and port: a user id that nobody else has, and a table of the packet
/// filter that lets this user reach nothing else. Names are looked up here, so that the tool needs no name server.
final class Gate implements AutoCloseable {
    /// Beyond the ids of pods; so many that two runs at once hardly meet.
    private static final int FIRST_UID = 1_960_000_000;

    private static final int UIDS = 16_000_000;
    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final String PREFIX = "casemate_site_";

    private static final Pattern TABLE = Pattern.compile(PREFIX + "([0-9]{1,10})_[0-9]{1,10}");

    private final int uid;
    private final Path names;

    private Gate(int uid, Path names) {
        this.uid = uid;
        this.names = names;
    }

    static Gate open(RemoteSite.Reached reached) throws IOException, InterruptedException {
        List<InetAddress> addresses = new ArrayList<>();
        try {
            addresses.addAll(List.of(InetAddress.getAllByName(reached.host())));
        } catch (UnknownHostException _) {
            throw new IOException(reached + ": there is no host of that name");
        }
        int uid = FIRST_UID + ThreadLocalRandom.current().nextInt(UIDS);
        HostTool.must(BOUND, rules(uid, addresses, reached.port()), "nft", "-f", "-");
        Gate gate = new Gate(uid, Files.createTempDirectory("casemate-names-"));
        StringBuilder hosts = new StringBuilder();
        addresses.forEach(each -> hosts.append(each.getHostAddress())
                .append(' ')
                .append(reached.host())
                .append('\n'));
        Files.writeString(gate.names.resolve("hosts"), hosts);
        Files.writeString(gate.names.resolve("nsswitch.conf"), "hosts: files\n");
        gate.give(gate.names);
        return gate;
    }

    /// Takes away what agents left that were killed.
    static void sweep() throws InterruptedException {
        HostTool.Outcome tables = HostTool.run(BOUND, "nft", "list", "tables", "inet");
        Matcher left = TABLE.matcher(tables.output());
        while (left.find()) {
            if (ProcessHandle.of(Long.parseLong(left.group(1))).isEmpty()) {
                HostTool.run(BOUND, "nft", "delete", "table", "inet", left.group());
            }
        }
    }

    private static String rules(int uid, List<InetAddress> addresses, int port) {
        StringBuilder rules = new StringBuilder();
        for (InetAddress each : addresses) {
            rules.append(String.format(
                    Locale.ROOT,
                    "  meta skuid %d %s daddr %s tcp dport %d accept%n",
                    uid,
                    each instanceof Inet4Address ? "ip" : "ip6",
                    each.getHostAddress(),
                    port));
        }
        // Packets of nobody's sockets, such as the kernel's own refusals, match none of these.
        return """
                table inet %s {
                 chain output {
                  type filter hook output priority 0; policy accept;
                %s  meta skuid %d counter reject
                 }
                }
                """.formatted(PREFIX + ProcessHandle.current().pid() + "_" + uid, rules, uid);
    }

    int uid() {
        return uid;
    }

    /// `hosts` and `nsswitch.conf`, as the tool sees them in `/etc`.
    Path names() {
        return names;
    }

    /// Lets the tool into a directory of the agent's.
    void give(Path directory) throws IOException {
        Files.setAttribute(directory, "unix:uid", uid);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path each : files.toList()) {
                Files.setAttribute(each, "unix:uid", uid);
            }
        }
    }

    @Override
    public void close() throws IOException {
        FileTree.delete(names);
        boolean interrupted = Thread.interrupted();
        try {
            HostTool.must(
                    BOUND,
                    "",
                    "nft",
                    "delete",
                    "table",
                    "inet",
                    PREFIX + ProcessHandle.current().pid() + "_" + uid);
        } catch (InterruptedException _) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
