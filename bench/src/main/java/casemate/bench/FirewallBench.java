package casemate.bench;

import casemate.waf.FirewallConfig;
import casemate.waf.bench.Figures;
import casemate.waf.bench.Meter;
import casemate.waf.bench.SampleRequests;
import casemate.waf.ftw.CoreRules;
import casemate.waf.text.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The firewall beside libmodsecurity: the same rules and the same requests, in turns, processor time per transaction.
///
/// `FirewallBench PEER_PROGRAM RULES_DIRECTORY WORK_DIRECTORY [SECONDS] [ROUNDS] [REQUEST_NAME_PART]`
public final class FirewallBench {
    /// Far more than either side manages in a round; the seconds end a round.
    private static final int MOST_TIMES = 200_000;

    private final Path peerProgram;
    private final CoreRules rules;
    private final Path work;
    private final double seconds;
    private final int rounds;
    private final String part;

    private FirewallBench(String[] arguments) {
        peerProgram = Path.of(arguments[0]);
        rules = CoreRules.at(Path.of(arguments[1]));
        work = Path.of(arguments[2]);
        seconds = arguments.length > 3 ? Double.parseDouble(arguments[3]) : 1;
        rounds = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 3;
        part = arguments.length > 5 ? arguments[5] : "";
    }

    public static void main(String[] arguments) throws Exception {
        FirewallBench bench = new FirewallBench(arguments);
        System.out.println("rules: " + bench.rules);
        for (int paranoia : new int[] {CoreRules.LEAST_PARANOIA, CoreRules.MOST_PARANOIA}) {
            bench.level(paranoia);
        }
    }

    private void level(int paranoia) throws Exception {
        Path file = work.resolve("level-" + paranoia + ".conf");
        Files.writeString(file, rules.blocking(paranoia));
        Map<String, Path> requests = requests();
        try (FirewallPeer peer = new FirewallPeer(peerProgram, file)) {
            Meter subject = Meter.load(FirewallConfig.of(file));
            System.out.printf(
                    Locale.ROOT,
                    "%nparanoia level %d; rules to ready, CPU: peer %.2f s, ours %.2f s (again, warm: %.2f s); "
                            + "retained: peer %.0f MB resident, ours %.1f MB of heap%n",
                    paranoia,
                    peer.loadNanos() / 1e9,
                    subject.loadNanos() / 1e9,
                    Meter.load(FirewallConfig.of(file)).loadNanos() / 1e9,
                    peer.loadedKilobytes() / 1e3,
                    subject.retainedBytes() / 1e6);
            System.out.printf(
                    Locale.ROOT,
                    "%-26s %6s %6s %10s %10s %10s %7s %27s %27s %10s%n",
                    "request",
                    "peer",
                    "ours",
                    "peer us",
                    "ours us",
                    "process us",
                    "ratio",
                    "peer p50/p99/p99.9 us",
                    "ours p50/p99/p99.9 us",
                    "bytes");
            subject.warmUp(bytes(requests), seconds * rounds);
            for (Map.Entry<String, Path> request : requests.entrySet()) {
                row(request.getKey(), request.getValue(), peer, subject);
            }
            System.out.printf(
                    Locale.ROOT,
                    "retained after it: peer %d MB resident, ours %.1f MB of heap%n",
                    peer.run(requests.values().iterator().next(), 1, 1).residentKilobytes() / 1000,
                    subject.retainedBytes() / 1e6);
        }
    }

    private static List<Bytes> bytes(Map<String, Path> requests) throws IOException {
        List<Bytes> all = new ArrayList<>();
        for (Path request : requests.values()) {
            all.add(Bytes.of(Files.readAllBytes(request)));
        }
        return all;
    }

    private Map<String, Path> requests() throws IOException {
        Map<String, Path> files = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> request : SampleRequests.all().entrySet()) {
            if (request.getKey().contains(part)) {
                Path file = work.resolve("request-" + files.size() + ".http");
                Files.write(file, request.getValue());
                files.put(request.getKey(), file);
            }
        }
        return files;
    }

    private void row(String name, Path request, FirewallPeer peer, Meter subject) throws IOException {
        Bytes bytes = Bytes.of(Files.readAllBytes(request));
        List<Figures> theirs = new ArrayList<>();
        List<Figures> ours = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            theirs.add(peer.run(request, MOST_TIMES, seconds));
            ours.add(subject.run(bytes, MOST_TIMES, seconds));
        }
        Figures peerFigures = Figures.middle(theirs);
        Figures figures = Figures.middle(ours);
        System.out.printf(
                Locale.ROOT,
                "%-26s %6d %6d %10.1f %10.1f %10.1f %7.1f %27s %27s %10d%n",
                name,
                peerFigures.status(),
                figures.status(),
                peerFigures.micros(),
                figures.micros(),
                figures.processMicros(),
                peerFigures.micros() / figures.processMicros(),
                spread(peerFigures),
                spread(figures),
                figures.allocated() / figures.times());
    }

    private static String spread(Figures f) {
        return String.format(Locale.ROOT, "%.0f/%.0f/%.0f", f.median() / 1e3, f.p99() / 1e3, f.p999() / 1e3);
    }
}
