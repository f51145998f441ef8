package casemate.edge.ban;

import casemate.base.AddressRange;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.edge.ban.Rules.Rule;
import casemate.wire.Ban;
import casemate.wire.Defence;
import casemate.wire.EdgeReport.BanReport;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Who is kept out, and why (EDG-5). A ban that is made here holds at once. It is on the disk before control hears of
/// it, and it is this edge's own until a snapshot names it: from then on it is control's, and ends when a later
/// snapshot leaves it out (somebody lifted it) or its time is up.
///
/// The machine's own 127.0.0.1 and ::1 are never banned: whoever stands there is not kept out by an edge, and behind a
/// proxy that was not declared everybody would be one. Other loopback addresses are like any.
public final class Bans implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("casemate.edge");
    /// Bans that were made within it go to the disk together.
    private static final Duration GATHER = Duration.ofMillis(100);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final InetAddress HERE_V4 = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress HERE_V6 = InetAddress.ofLiteral("::1");

    private final BanFile file;
    private final Clock clock;
    private final Predicate<InetAddress> never;
    private final Ids ids;
    private final Windows windows;
    private final BanTable table = new BanTable();
    private final Object lock = new Object();
    private final OwnBans own = new OwnBans();
    private final Repeats repeats = new Repeats();
    private final List<BanReport> untold = new ArrayList<>();
    /// One place: what comes while it is taken is seen with it.
    private final BlockingQueue<Boolean> changes = new LinkedBlockingQueue<>(1);

    private final Thread keeper = Thread.ofVirtual().name("edge-bans").unstarted(this::keep);
    private Map<String, Ban> ofControl = Map.of();
    private boolean unsaved;
    private Consumer<BanReport> report = _ -> {};
    private Runnable shut = () -> {};
    private volatile List<AddressRange> spared = List.of();
    private volatile Rules rules = new Rules(Defence.USUAL);

    private Bans(Path file, Clock clock, SecureRandom chance, Predicate<InetAddress> never) {
        this.never = never;
        this.file = new BanFile(file);
        this.clock = clock;
        this.ids = new Ids(clock, chance);
        this.windows = new Windows(chance.nextLong());
        for (BanReport made : this.file.read(repeats)) {
            own.add(made);
            table.add(made.ban());
            untold.add(made);
        }
    }

    /// With the bans that were made before the last end, however it came.
    ///
    /// @param file where own bans are kept
    public static Bans open(Path file, Clock clock, SecureRandom chance) {
        return open(file, clock, chance, _ -> false);
    }

    /// @param never whose address is nobody's own, such as a trusted proxy's: neither banned nor counted against
    public static Bans open(Path file, Clock clock, SecureRandom chance, Predicate<InetAddress> never) {
        return new Bans(file, clock, chance, never);
    }

    /// @param to hears of every ban that is made here, perhaps again after a restart
    /// @param shutting closes the connections of those who are banned now
    public void begin(Consumer<BanReport> to, Runnable shutting) {
        report = to;
        shut = shutting;
        keeper.start();
        changes.offer(true);
    }

    /// Whether nothing of this address is answered anywhere.
    public boolean bars(InetAddress who) {
        return bars(who, Optional.empty());
    }

    /// Whether nothing of this address is answered at this instance.
    public boolean bars(InetAddress who, Optional<InstanceId> instance) {
        return table.holds(who, instance, clock.millis()) && !exempt(who);
    }

    /// Counts against an address, and bans it when that is too much. Never waits for a disk.
    ///
    /// @param weight how much it counts, usually 1
    /// @param where the host and what was asked for; asked only for a ban's evidence
    public void offended(InetAddress who, Offence offence, int weight, Supplier<String> where) {
        if (exempt(who)) {
            return;
        }
        Rules now = rules;
        Rule rule = now.of(offence);
        if (windows.reaches(Source.key(who), rule, weight, clock.millis())) {
            ban(who, now, rule, where.get());
        }
    }

    private void ban(InetAddress who, Rules by, Rule rule, String where) {
        Instant now = clock.instant();
        AddressRange range = Source.range(who);
        synchronized (lock) {
            if (table.holds(who, Optional.empty(), now.toEpochMilli())) {
                return;
            }
            int times = repeats.next(range, now);
            Instant until = now.plus(by.length(times));
            Ban ban = new Ban(
                    ids.make("ban"),
                    range,
                    Optional.empty(),
                    until,
                    rule.offence().rule());
            BanReport made = new BanReport(ban, now, rule.evidence(where, times));
            repeats.banned(range, times, until);
            table.add(ban);
            own.add(made).ifPresent(displaced -> table.remove(displaced.ban()));
            untold.add(made);
            unsaved = true;
        }
        changes.offer(true);
    }

    /// Takes what control's newest snapshot says, whose bytes are on the disk already.
    public void obey(Defence defence) {
        Map<String, Ban> said = new HashMap<>();
        defence.bans().forEach(ban -> said.put(ban.id(), ban));
        synchronized (lock) {
            rules = new Rules(defence);
            spared = defence.spared();
            Instant now = clock.instant();
            for (Ban before : ofControl.values()) {
                if (!said.containsKey(before.id()) && before.until().isAfter(now)) {
                    repeats.lifted(before.range());
                    unsaved = true;
                }
            }
            for (String id : said.keySet()) {
                unsaved |= own.remove(id).isPresent();
            }
            ofControl = said;
            List<Ban> all = new ArrayList<>(said.values());
            own.all().forEach(made -> all.add(made.ban()));
            table.replace(all);
        }
        changes.offer(true);
    }

    private boolean exempt(InetAddress who) {
        if (who.equals(HERE_V4) || who.equals(HERE_V6) || never.test(who)) {
            return true;
        }
        for (AddressRange range : spared) {
            if (range.contains(who)) {
                return true;
            }
        }
        return false;
    }

    private void keep() {
        try {
            while (true) {
                if (changes.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS) != null) {
                    shut.run();
                    Thread.sleep(GATHER);
                }
                settle();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Forgets what is over, writes what is new, and tells control of it then.
    private void settle() {
        List<BanReport> told;
        List<BanReport> kept;
        Map<AddressRange, Repeats.Repeat> known;
        boolean write;
        synchronized (lock) {
            for (BanReport over : own.over(clock.instant())) {
                table.remove(over.ban());
                unsaved = true;
            }
            repeats.forget(clock.instant());
            told = List.copyOf(untold);
            untold.clear();
            kept = unsaved ? own.all() : List.of();
            known = unsaved ? repeats.all() : Map.of();
            write = unsaved;
            unsaved = false;
        }
        if (write) {
            write(kept, known);
        }
        told.forEach(report);
    }

    private void write(List<BanReport> kept, Map<AddressRange, Repeats.Repeat> known) {
        try {
            file.write(kept, known);
        } catch (IOException e) {
            // They hold, and control hears of them; only a restart before that would forget them.
            LOG.log(System.Logger.Level.ERROR, "the edge''s own bans cannot be written: {0}", e.toString());
            synchronized (lock) {
                unsaved = true;
            }
        }
    }

    @Override
    public void close() {
        if (!keeper.isAlive()) {
            return;
        }
        keeper.interrupt();
        try {
            keeper.join(STOP_LIMIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        settle();
    }
}
