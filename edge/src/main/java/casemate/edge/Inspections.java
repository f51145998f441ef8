package casemate.edge;

import casemate.promise.PromiseId;
import casemate.waf.Firewall;
import casemate.waf.RuleMatch;
import casemate.waf.Transaction;
import casemate.waf.Verdict;
import casemate.wire.EdgeReport.BlockReport;
import casemate.wire.EdgeReport.RuleHit;
import casemate.wire.Exclusion;
import casemate.wire.Shield;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The web application firewall on the way to applications: what all inspections of this edge share.
final class Inspections implements AutoCloseable {
    static final PromiseId PROMISE = new PromiseId("EDG-4");

    /// Of requests and answers together, as far as they wait for a verdict: what a small edge can spare.
    private static final long MOST_HELD_BYTES = 64L << 20;
    /// Bodies that wait to be looked at beside the event loops. What is past it is told to come back.
    private static final int MOST_WAITING = 1_024;

    private static final int THREADS = 4;
    private static final long IDLE_SECONDS = 30;
    /// Rules that tell of others: the scores' evaluations and correlations of the Core Rule Set.
    private static final List<Long> EVALUATIONS = List.of(949L, 959L, 980L);

    private static final long RULES_PER_FILE = 1_000;
    /// Enough to see why; what an exclusion is made from.
    private static final int MOST_HITS = 10;

    private final InspectionRules rules;
    private final InspectionLog log;
    private final Reports reports;
    private final Clock clock;
    private final boolean off;
    private final AtomicLong held = new AtomicLong();
    private final ThreadPoolExecutor aside;

    /// @param off in a lab: nothing is looked at
    Inspections(InspectionRules rules, InspectionLog log, Reports reports, Clock clock, boolean off) {
        this.rules = rules;
        this.log = log;
        this.reports = reports;
        this.clock = clock;
        this.off = off;
        int threads = Math.min(THREADS, Runtime.getRuntime().availableProcessors());
        this.aside = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING),
                Thread.ofPlatform().daemon().name("edge-inspection-", 1).factory());
        aside.allowCoreThreadTimeOut(true);
    }

    /// Brings a request to its application, past the firewall where the route has one.
    Receiver carry(Front front, Request request) {
        if (off || request.route().rules().shield().mode() == Shield.Mode.OFF) {
            Exchange exchange = new Exchange(front, request);
            exchange.begin();
            return exchange;
        }
        Inspection inspection = new Inspection(this, front, request);
        inspection.begin();
        return inspection;
    }

    InspectionRules rules() {
        return rules;
    }

    /// Asks for room for bytes that wait for a verdict; false when there is none.
    boolean hold(int bytes) {
        if (held.addAndGet(bytes) > MOST_HELD_BYTES) {
            held.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void free(long bytes) {
        held.addAndGet(-bytes);
    }

    /// Bytes that wait now.
    long held() {
        return held.get();
    }

    /// Runs something beside the event loops; false when too much waits already.
    boolean aside(Runnable work) {
        try {
            aside.execute(work);
            return true;
        } catch (RejectedExecutionException _) {
            return false;
        }
    }

    /// Tells control and the log what rules had against a request.
    void tell(Request request, Firewall firewall, Transaction transaction, Verdict.Block block, boolean blocked) {
        log.add(firewall, transaction.auditRecord());
        Visit visit = request.visit();
        reports.blocked(new BlockReport(
                visit.requestId().toString(),
                clock.instant(),
                request.route().host(),
                AccessLog.network(request.client()),
                AccessLog.cut(visit.method()),
                AccessLog.cut(visit.path()),
                blocked,
                hits(transaction.matches(), block)));
    }

    private static List<RuleHit> hits(List<RuleMatch> matches, Verdict.Block block) {
        List<RuleHit> hits = matches.stream()
                .filter(match -> match.logged() && !EVALUATIONS.contains(match.id() / RULES_PER_FILE))
                .limit(MOST_HITS)
                .map(match -> new RuleHit(match.id(), match.message(), variable(match)))
                .toList();
        return hits.isEmpty() ? List.of(new RuleHit(block.ruleId(), block.message(), "")) : hits;
    }

    /// What an exclusion can name: the value's own name, or at least the collection.
    private static String variable(RuleMatch match) {
        String name = match.hits().isEmpty() ? "" : match.hits().getFirst().variable();
        return Exclusion.names(name)
                ? name
                : Optional.of(name.split(":", 2)[0]).filter(Exclusion::names).orElse("");
    }

    @Override
    public void close() {
        aside.shutdownNow();
        log.close();
    }
}
