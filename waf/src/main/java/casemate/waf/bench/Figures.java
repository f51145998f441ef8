package casemate.waf.bench;

import java.util.Comparator;
import java.util.List;

/// What some transactions of one request cost, in nanoseconds of processor time.
///
/// @param threadNanos of the thread that ran them
/// @param processNanos of the whole process meanwhile: collector and compiler count too
/// @param status what the firewall would answer
/// @param allocated bytes, all transactions together; 0 where that is not known
/// @param residentKilobytes of the process afterwards; 0 where that is not asked
public record Figures(
        int times,
        long threadNanos,
        long processNanos,
        long median,
        long p99,
        long p999,
        int status,
        long allocated,
        long residentKilobytes) {
    public double micros() {
        return threadNanos / 1e3 / times;
    }

    public double processMicros() {
        return processNanos / 1e3 / times;
    }

    /// The round in the middle, by the thread's time: what other programs did to the caches does not decide.
    public static Figures middle(List<Figures> rounds) {
        return rounds.stream()
                .sorted(Comparator.comparingDouble(Figures::micros))
                .toList()
                .get(rounds.size() / 2);
    }
}
