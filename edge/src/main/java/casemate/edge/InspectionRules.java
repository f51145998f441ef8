package casemate.edge;

import casemate.base.Refusal;
import casemate.waf.Firewall;
import casemate.waf.FirewallConfig;
import casemate.waf.RuleExclusion;
import casemate.waf.Transaction;
import casemate.waf.seclang.RuleSource;
import casemate.wire.Exclusion;
import casemate.wire.Route;
import casemate.wire.Shield;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// The firewall's rules, compiled once for all shields: levels, exclusions and applications are said to each
/// transaction. Compiling takes seconds of processor time, so it goes on beside the rest of the start, and not at all
/// as long as nothing is shielded.
final class InspectionRules {
    private static final System.Logger LOG = System.getLogger("casemate.edge");

    /// Shields whose exclusions are kept ready. What is past it is made again when asked for, which takes
    /// microseconds.
    private static final int MOST_READY = 1_000;

    /// Of the Core Rule Set.
    private static final long KNOWN_TYPES = 920_420;

    private final Optional<Path> source;
    private volatile @Nullable CompletableFuture<Firewall> firewall;
    private final Map<Shield, List<Ready>> ready = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Shield, List<Ready>> eldest) {
            return size() > MOST_READY;
        }
    });

    /// An exclusion, ready for transactions.
    private record Ready(String path, RuleExclusion exclusion) {}

    /// @param source a file or a directory; empty for Debian's, or else the baseline
    InspectionRules(Optional<Path> source) {
        this.source = source;
    }

    /// Begins to compile them if one of these routes will need them.
    void want(List<Route> routes) {
        if (routes.stream().anyMatch(route -> route.rules().shield().mode() != Shield.Mode.OFF)) {
            var _ = firewall();
        }
    }

    private synchronized CompletableFuture<Firewall> begun() {
        CompletableFuture<Firewall> known = firewall;
        if (known != null) {
            return known;
        }
        CompletableFuture<Firewall> result = new CompletableFuture<>();
        firewall = result;
        Thread.ofPlatform().daemon().name("edge-firewall-rules").start(() -> compile(result));
        return result;
    }

    private void compile(CompletableFuture<Firewall> result) {
        try {
            RuleSource rules = source.map(RuleSource::of).orElseGet(() -> RuleSource.usual(RuleSource.DEBIAN));
            Firewall compiled = Firewall.load(FirewallConfig.of(rules));
            result.complete(compiled);
            LOG.log(
                    System.Logger.Level.INFO,
                    "the firewall has {0} rules of {1}",
                    String.valueOf(compiled.rules()),
                    rules.name());
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "the firewall has no rules, so what it shields stays closed", e);
            result.completeExceptionally(e);
        }
    }

    /// Waits until they are compiled, and says what is wrong with them.
    ///
    /// @throws Refusal when they are not understood
    void await() {
        try {
            firewall().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Refusal refusal
                    ? refusal
                    : Refusal.invalid("firewall-rules", "The firewall's rules cannot be read: " + e.getCause() + ".");
        }
    }

    /// Begins to compile them if nothing has yet. When it is done, the answer is there at once.
    CompletableFuture<Firewall> firewall() {
        CompletableFuture<Firewall> known = firewall;
        return known == null ? begun() : known;
    }

    /// A transaction as the shield wants it.
    ///
    /// @param path of the request, without the query
    Transaction begin(Firewall compiled, Shield shield, String id, String path) {
        Transaction transaction = compiled.begin(id);
        if (shield.mode() == Shield.Mode.DETECT) {
            transaction.detectOnly();
        }
        if (shield.paranoia() > 1) {
            String level = Integer.toString(shield.paranoia());
            transaction.set("paranoia_level", level);
            transaction.set("blocking_paranoia_level", level);
            transaction.set("detection_paranoia_level", level);
        }
        if (!shield.application().isEmpty()) {
            transaction.set("crs_exclusions_" + shield.application(), "1");
        }
        if (!shield.exclusions().isEmpty()) {
            boolean plain = plain(path);
            for (Ready one : ready.computeIfAbsent(shield, s -> compile(compiled, s))) {
                if (one.path.equals("/") || (plain && path.startsWith(one.path))) {
                    transaction.exclude(one.exclusion);
                }
            }
        }
        return transaction;
    }

    /// What must not be held against a call of gRPC: the rule that knows which types of bodies websites take.
    static Optional<RuleExclusion> call(Firewall compiled) {
        return compiled.exclusion(KNOWN_TYPES, "");
    }

    /// Whether the application can only understand the path as it stands: one that climbs out of where an
    /// exclusion holds gets none.
    private static boolean plain(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return !lower.contains("..")
                && !lower.contains("//")
                && !lower.contains("/./")
                && !lower.contains("\\")
                && !lower.contains("%2e")
                && !lower.contains("%2f")
                && !lower.contains("%5c");
    }

    private static List<Ready> compile(Firewall compiled, Shield shield) {
        List<Ready> all = new ArrayList<>();
        for (Exclusion exclusion : shield.exclusions()) {
            compiled.exclusion(exclusion.rule(), exclusion.variable())
                    .ifPresent(one -> all.add(new Ready(exclusion.path(), one)));
        }
        return List.copyOf(all);
    }
}
