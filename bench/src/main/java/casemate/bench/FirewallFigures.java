package casemate.bench;

import java.util.Comparator;
import java.util.List;

/// What some transactions of one request cost, in nanoseconds of processor time.
///
/// @param threadNanos of the thread that ran them
/// @param processNanos of the whole process meanwhile: collector and compiler count too
/// @param status what the firewall would answer
/// @param allocated bytes, all transactions together
record FirewallFigures(
        int times, long threadNanos, long processNanos, long median, long p99, long p999, int status, long allocated) {
    double micros() {
        return threadNanos / 1e3 / times;
    }

    double processMicros() {
        return processNanos / 1e3 / times;
    }

    /// The round in the middle, by the thread's time: what other programs did to the caches does not decide.
    static FirewallFigures middle(List<FirewallFigures> rounds) {
        return rounds.stream()
                .sorted(Comparator.comparingDouble(FirewallFigures::micros))
                .toList()
                .get(rounds.size() / 2);
    }
}
