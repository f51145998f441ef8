package casemate.bench;

import casemate.edge.ban.Bans;
import casemate.edge.ban.Offence;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Random;

/// How many offences the edge's windows take in a second of processor time, and how many looks at the bans: what
/// fail2ban does by reading log lines. One thread; run it with `java -cp … casemate.bench.BanBench`.
public final class BanBench {
    private static final int EVENTS = 5_000_000;
    private static final int ROUNDS = 5;
    /// Different addresses, as many as an attack from many machines has.
    private static final int ADDRESSES = 20_000;

    private BanBench() {}

    public static void main(String[] arguments) throws IOException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Path directory = Files.createTempDirectory("ban-bench");
        InetAddress[] addresses = addresses();
        for (int round = 0; round < ROUNDS; round++) {
            try (Bans bans = Bans.open(directory.resolve("bans.json"), Clock.systemUTC(), new SecureRandom())) {
                Random order = new Random(round);
                long begun = threads.getCurrentThreadCpuTime();
                for (int i = 0; i < EVENTS; i++) {
                    bans.offended(
                            addresses[order.nextInt(ADDRESSES)], Offence.MISSING, 1, () -> "acme.example/missing");
                }
                long counted = threads.getCurrentThreadCpuTime();
                int barred = 0;
                for (int i = 0; i < EVENTS; i++) {
                    barred += bans.bars(addresses[i % ADDRESSES]) ? 1 : 0;
                }
                long looked = threads.getCurrentThreadCpuTime();
                System.out.printf(
                        "%,d offences per CPU second, %,d looks per CPU second (%d of %d addresses banned)%n",
                        perSecond(counted - begun),
                        perSecond(looked - counted),
                        barred / (EVENTS / ADDRESSES),
                        ADDRESSES);
            }
        }
        Files.deleteIfExists(directory.resolve("bans.json"));
        Files.delete(directory);
    }

    private static long perSecond(long nanos) {
        return EVENTS * 1_000_000_000L / nanos;
    }

    private static InetAddress[] addresses() throws UnknownHostException {
        InetAddress[] all = new InetAddress[ADDRESSES];
        for (int i = 0; i < ADDRESSES; i++) {
            all[i] = InetAddress.getByAddress(new byte[] {10, (byte) (i >> 16), (byte) (i >> 8), (byte) i});
        }
        return all;
    }
}
