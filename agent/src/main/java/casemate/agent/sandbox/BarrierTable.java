package casemate.agent.sandbox;

import casemate.base.AddressRange;
import casemate.wire.Ban;
import casemate.wire.Barrier;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Drops packets of banned addresses to the edge's ports before anybody spends time on them: one nftables table,
/// replaced whole and atomically at each change and every now and then, and read back. Each element ends by
/// itself. The edge bars the same addresses by itself: what fails here is said and tried again, and lets nobody in.
public final class BarrierTable {
    private static final System.Logger LOG = System.getLogger(BarrierTable.class.getName());
    private static final Duration BOUND = Duration.ofSeconds(20);
    /// After this long it is loaded anew, whoever changed it; also after a failure.
    private static final Duration LOOK = Duration.ofSeconds(30);

    /// Elements that end this soon may be gone when the table is read back.
    private static final Duration SLACK = Duration.ofSeconds(10);

    private final String table;
    private final Clock clock;
    private Barrier wanted = Barrier.NONE;
    private Instant next = Instant.MAX;

    BarrierTable(String table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /// Makes it true at once; a failure is said in the log and tried again by [#keep].
    public synchronized void want(Barrier barrier) {
        if (!barrier.equals(wanted)) {
            wanted = barrier;
            apply();
        }
    }

    /// Puts right what somebody else took down, what failed, and what a ban that has ended had hidden.
    public synchronized void keep() {
        if (clock.instant().isBefore(next)) {
            return;
        }
        if (stands()) {
            apply();
        }
    }

    private boolean stands() {
        return !wanted.ports().isEmpty();
    }

    private void apply() {
        Instant now = clock.instant();
        Map<AddressRange, Instant> dropped = outermost(wanted.bans(), now);
        next = now.plus(LOOK);
        try {
            String text = "table inet %1$s\ndelete table inet %1$s\n".formatted(table);
            HostTool.must(BOUND, stands() ? text + text(dropped, now) : text, "nft", "-f", "-");
            if (stands()) {
                verify(dropped);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "bans are not dropped by the kernel, by the edge alone; tried again soon: {0}",
                    e.getMessage());
        }
    }

    private void verify(Map<AddressRange, Instant> dropped) throws InterruptedException {
        String said = HostTool.must(BOUND, "", "nft", "list", "table", "inet", table);
        int elements = said.split(" expires ", -1).length - 1;
        Instant surely = clock.instant().plus(SLACK);
        long least = dropped.values().stream().filter(surely::isBefore).count();
        if (!said.contains("hook input") || elements < least || elements > dropped.size()) {
            throw new IllegalStateException(
                    "the table is not as it was loaded: " + elements + " of " + dropped.size() + " elements");
        }
    }

    private String text(Map<AddressRange, Instant> dropped, Instant now) {
        String ports = wanted.ports().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return """
                table inet %1$s {
                    set spared4 { type ipv4_addr; flags interval; auto-merge; %3$s }
                    set spared6 { type ipv6_addr; flags interval; auto-merge; %4$s }
                    set banned4 { type ipv4_addr; flags interval, timeout; %5$s }
                    set banned6 { type ipv6_addr; flags interval, timeout; %6$s }
                    chain input {
                        type filter hook input priority filter - 10; policy accept;
                        ip saddr 127.0.0.1 return
                        ip6 saddr ::1 return
                        ip saddr @spared4 return
                        ip6 saddr @spared6 return
                        tcp dport { %2$s } ip saddr @banned4 drop
                        tcp dport { %2$s } ip6 saddr @banned6 drop
                    }
                }
                """.formatted(
                table, ports, spared(false), spared(true), elements(dropped, false, now), elements(dropped, true, now));
    }

    private String spared(boolean v6) {
        return elements(wanted.spared().stream()
                .filter(range -> range.isV6() == v6)
                .map(AddressRange::toString)
                .toList());
    }

    private static String elements(Map<AddressRange, Instant> dropped, boolean v6, Instant now) {
        return elements(dropped.entrySet().stream()
                .filter(entry -> entry.getKey().isV6() == v6)
                .map(entry -> entry.getKey() + " timeout " + seconds(now, entry.getValue()) + "s")
                .toList());
    }

    /// Rounded up: no ban ends early.
    private static long seconds(Instant now, Instant until) {
        return Math.ceilDiv(Duration.between(now, until).toMillis(), 1_000);
    }

    private static String elements(List<String> all) {
        return all.isEmpty() ? "" : "elements = { " + String.join(", ", all) + " }";
    }

    /// Sets of intervals take none that overlap: of bans within one another the widest stands.
    private static Map<AddressRange, Instant> outermost(List<Ban> bans, Instant now) {
        Map<AddressRange, Instant> byRange = new HashMap<>();
        for (Ban ban : bans) {
            if (ban.instance().isEmpty() && ban.until().isAfter(now)) {
                byRange.merge(ban.range(), ban.until(), (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        Map<AddressRange, Instant> outer = new LinkedHashMap<>();
        Set<Integer> v4 = new TreeSet<>();
        Set<Integer> v6 = new TreeSet<>();
        byRange.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> entry.getKey().prefix()))
                .forEach(entry -> {
                    AddressRange range = entry.getKey();
                    Set<Integer> lengths = range.isV6() ? v6 : v4;
                    if (lengths.stream().noneMatch(length -> outer.containsKey(around(range, length)))) {
                        outer.put(range, entry.getValue());
                        lengths.add(range.prefix());
                    }
                });
        return outer;
    }

    private static AddressRange around(AddressRange range, int prefix) {
        try {
            return AddressRange.around(InetAddress.getByAddress(range.network()), prefix);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }
}
