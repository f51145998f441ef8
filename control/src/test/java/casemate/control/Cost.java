package casemate.control;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// What something costs on this machine: wall time, and the processor time of this program and of the PostgreSQL
/// that it started. The second says the same however busy others are. For figures by hand; Linux alone.
public final class Cost {
    private static final double NANOS_PER_SECOND = 1e9;

    private final long wall;
    private final Duration program;
    private final Duration database;

    private Cost(long wall, Duration program, Duration database) {
        this.wall = wall;
        this.program = program;
        this.database = database;
    }

    public static Cost now() {
        OperatingSystemMXBean here = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Cost(
                System.nanoTime(),
                Duration.ofNanos(here.getProcessCpuTime()),
                ProcessHandle.current()
                        .descendants()
                        .map(p -> p.info().totalCpuDuration().orElse(Duration.ZERO))
                        .reduce(Duration.ZERO, Duration::plus));
    }

    /// @param times how often it was done since
    public String each(long times) {
        Cost now = now();
        double seconds = (now.wall - wall) / NANOS_PER_SECOND;
        double here = now.program.minus(program).toNanos() / NANOS_PER_SECOND;
        double there = now.database.minus(database).toNanos() / NANOS_PER_SECOND;
        return String.format(
                "%,d in %.1f s = %,.0f/s; CPU each: program %.3f ms + PostgreSQL %.3f ms = %.3f ms; load %s",
                times,
                seconds,
                times / seconds,
                here * 1000 / times,
                there * 1000 / times,
                (here + there) * 1000 / times,
                load());
    }

    /// Of the last minute, five and fifteen.
    public static String load() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).replaceFirst("( [^ ]+){2}\\s*$", "");
        } catch (IOException e) {
            return e.toString();
        }
    }
}
