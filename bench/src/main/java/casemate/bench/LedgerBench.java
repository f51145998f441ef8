package casemate.bench;

import casemate.ledger.Ledger;
import casemate.ledger.LedgerFigures;
import casemate.ledger.LogSigner;
import casemate.ledger.Verdict;
import casemate.ledger.Verifier;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The ledger under load, in this process on a real disk: durable appends of many waiting appenders, then a check of a
/// million entries from the public key alone.
///
/// `LedgerBench append DIRECTORY APPENDERS SECONDS` · `LedgerBench verify DIRECTORY ENTRIES` · `LedgerBench all
/// DIRECTORY`
public final class LedgerBench {
    private static final int ENTRY_BYTES = 300;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final int PASSES = 3;

    private final Path directory;
    private final OperatingSystemMXBean machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private LedgerBench(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws Exception {
        LedgerBench bench = new LedgerBench(Path.of(arguments[1]));
        Files.createDirectories(bench.directory);
        switch (arguments[0]) {
            case "append" -> bench.append(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            case "verify" -> bench.verify(Integer.parseInt(arguments[2]));
            case "all" -> {
                for (int appenders : new int[] {1_000, 64, 1}) {
                    bench.append(appenders, 10);
                }
                bench.verify(1_000_000);
            }
            default -> throw new IllegalArgumentException("append, verify or all");
        }
    }

    private LogSigner signer() {
        return LogSigner.openOrGenerate(directory.resolve("key"), "bench.example/ledger");
    }

    /// Each appender waits for its receipt before it appends again.
    private void append(int appenders, int seconds) throws Exception {
        Path home = Files.createTempDirectory(directory, "append");
        try (Ledger ledger = Ledger.open(home, signer())) {
            load(ledger, appenders, WARM_UP);
            LedgerFigures before = ledger.figures();
            long cpu = machine.getProcessCpuTime();
            long start = System.nanoTime();
            long[] waits = load(ledger, appenders, Duration.ofSeconds(seconds));
            double took = (System.nanoTime() - start) / 1e9;
            double cpuMicros = (machine.getProcessCpuTime() - cpu) / 1e3;
            long entries = ledger.figures().entries() - before.entries();
            long batches = ledger.figures().batches() - before.batches();
            System.out.printf(
                    Locale.ROOT,
                    "append  %5d appenders: %,8.0f durable entries/s, wait p50 %.2f ms p99 %.2f ms max %.0f ms, "
                            + "%,.0f fsyncs/s, %.0f entries each, %.1f us CPU per entry, load %.1f%n",
                    appenders,
                    entries / took,
                    quantile(waits, 0.5),
                    quantile(waits, 0.99),
                    quantile(waits, 1),
                    batches / took,
                    (double) entries / batches,
                    cpuMicros / entries,
                    machine.getSystemLoadAverage());
        } finally {
            delete(home);
        }
    }

    private static long[] load(Ledger ledger, int appenders, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<long[]>> all = new ArrayList<>();
            for (int i = 0; i < appenders; i++) {
                int seed = i;
                Callable<long[]> appender = () -> appendUntil(ledger, end, new SplittableRandom(seed));
                all.add(threads.submit(appender));
            }
            List<long[]> waits = new ArrayList<>();
            for (Future<long[]> one : all) {
                waits.add(one.get());
            }
            long[] sorted = waits.stream().flatMapToLong(Arrays::stream).toArray();
            Arrays.sort(sorted);
            return sorted;
        }
    }

    private static long[] appendUntil(Ledger ledger, long end, SplittableRandom chance) {
        long[] waits = new long[1 << 8];
        int count = 0;
        byte[] entry = new byte[ENTRY_BYTES];
        for (long start = System.nanoTime(); start - end < 0; start = System.nanoTime()) {
            chance.nextBytes(entry);
            ledger.append(entry);
            if (count == waits.length) {
                waits = Arrays.copyOf(waits, 2 * count);
            }
            waits[count++] = System.nanoTime() - start;
        }
        return Arrays.copyOf(waits, count);
    }

    private static double quantile(long[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
    }

    private void verify(int entries) throws Exception {
        Path home = Files.createTempDirectory(directory, "verify");
        Verifier verifier = Verifier.of(signer().verifierKey());
        try {
            try (Ledger ledger = Ledger.open(home, signer())) {
                fill(ledger, entries);
            }
            for (int pass = 1; pass <= PASSES; pass++) {
                long cpu = machine.getProcessCpuTime();
                long start = System.nanoTime();
                Verdict verdict = verifier.directory(home);
                double took = (System.nanoTime() - start) / 1e9;
                double cpuSeconds = (machine.getProcessCpuTime() - cpu) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "verify  %,d entries, pass %d: %.2f s, %.2f CPU s, holds %b, load %.1f%n",
                        entries,
                        pass,
                        took,
                        cpuSeconds,
                        verdict.holds(),
                        machine.getSystemLoadAverage());
            }
            long start = System.nanoTime();
            Ledger.open(home, signer()).close();
            System.out.printf(
                    Locale.ROOT,
                    "open    %,d entries: %.2f s with the same check%n",
                    entries,
                    (System.nanoTime() - start) / 1e9);
        } finally {
            delete(home);
        }
    }

    private static void fill(Ledger ledger, int entries) throws Exception {
        SplittableRandom chance = new SplittableRandom(1);
        List<Future<?>> some = new ArrayList<>();
        byte[] entry = new byte[ENTRY_BYTES];
        for (int i = 0; i < entries; i++) {
            chance.nextBytes(entry);
            some.add(ledger.appendAsync(entry));
            if (some.size() == 4_096) {
                for (Future<?> one : some) {
                    one.get();
                }
                some.clear();
            }
        }
        for (Future<?> one : some) {
            one.get();
        }
    }

    private static void delete(Path home) throws IOException {
        try (var all = Files.walk(home)) {
            for (Path file : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
