package casemate.agent.backup;

import casemate.agent.site.Site;
import casemate.agent.site.SiteTrial;
import casemate.base.Json;
import casemate.promise.BackupPromise.BackupDiversity;
import casemate.promise.BackupPromise.BackupRetention;
import casemate.promise.BackupPromise.BackupSchedule;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.InstancePromise.RedundantStorage;
import casemate.promise.Policy;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Looks at what lies at the sites, whatever anybody says was written: every instance has a copy young enough (BAK-1),
/// made with enough technologies on enough storages (BAK-2, INS-7), sites that must not let it be removed do not
/// (INS-7), and none is older than is promised (BAK-3).
///
/// @param twin puts up sites where that is not so
record SiteDrill(
        PromiseId promise, String name, Judge judge, Supplier<SiteTarget> sites, SiteTwins.Twin twin, Clock clock)
        implements Drill<SiteTarget> {
    private static final Cadence CADENCE = new Cadence(Duration.ofHours(1), Duration.ofHours(6));
    /// A backup takes a while, may fail once, and the host may be down for a night's maintenance.
    private static final Duration GRACE = Duration.ofHours(6);

    private static final String SHARED = "The sites share a disk, so their storage is not independent.";
    /// All copies of one run are made within this time; the next run comes later.
    private static final Duration ONE_RUN = Duration.ofHours(6);
    /// Until then an instance need not have been backed up.
    private static final Duration SETTLED = Duration.ofHours(30);

    private static final String SILENT = "A site that should refuse removal could not be asked to remove.";
    private static final System.Logger LOG = System.getLogger(SiteDrill.class.getName());

    private static final Finding NOTHING =
            new Finding.Unproved("No instance is old enough to have been backed up, or no backup is whole.");

    /// What to make of a survey.
    interface Judge {
        Finding of(SiteTarget target, SiteSurvey survey, Instant now) throws IOException, InterruptedException;
    }

    /// @param real the platform's sites
    /// @param policy the one in force
    static List<Drill<?>> all(
            Supplier<SiteTarget> real, Supplier<Optional<Policy>> policy, SiteTwins twins, Clock clock) {
        return List.of(
                new SiteDrill(
                        new PromiseId("BAK-1"),
                        "every-instance-backed-up",
                        (target, survey, now) -> figure(policy, BackupSchedule.class)
                                .map(p -> young(target, survey, now, p.every()))
                                .orElse(NOTHING),
                        real,
                        twins::forgotten,
                        clock),
                new SiteDrill(
                        new PromiseId("BAK-2"),
                        "several-technologies-and-sites",
                        (target, survey, _) -> {
                            Optional<BackupDiversity> promised = figure(policy, BackupDiversity.class);
                            return promised.isEmpty() ? NOTHING : diverse(survey, promised.get());
                        },
                        real,
                        twins::alone,
                        clock),
                new SiteDrill(
                        new PromiseId("BAK-3"),
                        "no-older-copy-kept",
                        (_, survey, now) -> figure(policy, BackupRetention.class)
                                .map(p -> gone(
                                        survey,
                                        now.atOffset(ZoneOffset.UTC)
                                                .minus(p.keep())
                                                .toInstant(),
                                        now))
                                .orElse(NOTHING),
                        real,
                        twins::unpruned,
                        clock),
                new SiteDrill(
                        new PromiseId("INS-7"),
                        "last-copies-in-several-places",
                        (target, survey, now) -> {
                            Optional<RedundantStorage> promised = figure(policy, RedundantStorage.class);
                            return promised.isEmpty()
                                    ? NOTHING
                                    : held(
                                            target,
                                            redundant(
                                                    target,
                                                    survey,
                                                    now,
                                                    promised.get().copies()));
                        },
                        real,
                        SiteTwins.inTurns(twins::vanished, twins::loosened),
                        clock));
    }

    private static <P extends casemate.promise.Promise> Optional<P> figure(
            Supplier<Optional<Policy>> policy, Class<P> type) {
        return policy.get().flatMap(p -> p.find(type));
    }

    private static Finding young(SiteTarget target, SiteSurvey survey, Instant now, Duration every) {
        Instant limit = now.minus(every).minus(GRACE);
        int seen = 0;
        int late = 0;
        for (var instance : target.instances().entrySet()) {
            boolean has = survey.of(instance.getKey()).stream()
                    .flatMap(f -> f.copies().stream())
                    .anyMatch(at -> !at.isBefore(limit) && !ahead(at, now));
            if (instance.getValue().isBefore(limit) || has) {
                seen++;
                late += has ? 0 : 1;
            }
        }
        Json.Obj measured =
                Json.object().put("instances", seen).put("withoutBackup", late).build();
        if (late > 0) {
            return new Finding.Broken(measured, "An instance has no backup from within the promised time.");
        }
        return seen == 0 ? NOTHING : new Finding.Kept(measured);
    }

    /// From a moment that has not come: of a clock that was wrong, so nobody knows how old it is.
    private static boolean ahead(Instant at, Instant now) {
        return at.isAfter(now.plus(GRACE));
    }

    private static Finding diverse(SiteSurvey survey, BackupDiversity promised) throws IOException {
        long technologies = Long.MAX_VALUE;
        long sites = Long.MAX_VALUE;
        for (SiteSurvey.Found each : survey.found()) {
            List<SiteSurvey.Found> own = survey.of(each.instance());
            technologies = Math.min(
                    technologies,
                    own.stream().map(SiteSurvey.Found::engine).distinct().count());
            sites = Math.min(
                    sites, own.stream().map(SiteSurvey.Found::site).distinct().count());
        }
        if (survey.found().isEmpty()) {
            return NOTHING;
        }
        Json.Obj measured = Json.object()
                .put("technologies", technologies)
                .put("sites", sites)
                .put("storages", survey.storages())
                .build();
        if (technologies < promised.technologies() || sites < promised.sites()) {
            return new Finding.Broken(measured, "An instance's backups are not spread as is promised.");
        }
        return survey.storages() < promised.sites() ? new Finding.Unproved(SHARED) : new Finding.Kept(measured);
    }

    /// Of each instance that has been there for long enough, the last day's copies must be listed at that many sites. A
    /// copy that somebody deletes is missed here, whatever control remembers.
    private static Finding redundant(SiteTarget target, SiteSurvey survey, Instant now, int places) {
        int seen = 0;
        int alone = 0;
        for (var instance : target.instances().entrySet()) {
            List<SiteSurvey.Found> own = survey.of(instance.getKey());
            Optional<Instant> newest = lastSettled(own, now);
            if (newest.isEmpty() && instance.getValue().isAfter(now.minus(SETTLED))) {
                continue;
            }
            seen++;
            long sites = newest.map(last -> own.stream()
                            .filter(f -> f.copies().stream()
                                    .anyMatch(at -> !at.isBefore(last.minus(ONE_RUN)) && !ahead(at, now)))
                            .map(SiteSurvey.Found::site)
                            .distinct()
                            .count())
                    .orElse(0L);
            alone += sites < places ? 1 : 0;
        }
        Json.Obj measured = Json.object()
                .put("instances", seen)
                .put("storedOnce", alone)
                .put("damaged", target.lost().size())
                .put("storages", survey.storages())
                .build();
        if (target.lost().stream().anyMatch(copy -> !replaced(copy, survey))) {
            return new Finding.Broken(measured, "A copy was found damaged, and no newer one is in its place yet.");
        }
        if (alone > 0) {
            return new Finding.Broken(
                    measured, "The last copies of an instance are not in as many places as promised.");
        }
        if (seen > 0 && survey.storages() < places) {
            return new Finding.Unproved(SHARED);
        }
        return seen == 0 ? NOTHING : new Finding.Kept(measured);
    }

    /// Whether the same technology has made a copy there since. Sites tell moments to the second.
    private static boolean replaced(SiteTarget.Lost copy, SiteSurvey survey) {
        Instant since = copy.found().truncatedTo(ChronoUnit.SECONDS);
        return survey.of(copy.instance()).stream()
                .filter(f -> f.site().equals(copy.site()) && f.engine().equals(copy.engine()))
                .flatMap(f -> f.copies().stream())
                .anyMatch(at -> !at.isBefore(since));
    }

    /// Last copies that somebody with the platform's credentials can remove are no better kept than one: a site that is
    /// declared as refusing removal must refuse now.
    private static Finding held(SiteTarget target, Finding copies) throws InterruptedException {
        Json.Obj measured =
                Json.object().put("appendOnly", target.locked().size()).build();
        for (Site site : target.locked()) {
            try {
                if (!SiteTrial.stillRefuses(site)) {
                    return new Finding.Broken(
                            measured, "A site that is declared as refusing removal removed a file when asked.");
                }
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "a site could not be asked to remove: {0}", e.getMessage());
                return copies instanceof Finding.Kept ? new Finding.Unproved(SILENT) : copies;
            }
        }
        return copies;
    }

    /// The newest copy of a run that is over; while the first one goes on, of that.
    private static Optional<Instant> lastSettled(List<SiteSurvey.Found> own, Instant now) {
        List<Instant> all = own.stream().flatMap(f -> f.copies().stream()).toList();
        return all.stream()
                .filter(at -> at.isBefore(now.minus(ONE_RUN)))
                .max(Instant::compareTo)
                .or(() -> all.stream().max(Instant::compareTo));
    }

    /// The newest of an instance may be of any age: the last copy is never removed.
    private static Finding gone(SiteSurvey survey, Instant keepFrom, Instant now) {
        Instant limit = keepFrom.minus(Duration.ofDays(1)).minus(GRACE);
        long copies = 0;
        long old = 0;
        long ahead = 0;
        for (SiteSurvey.Found each : survey.found()) {
            copies += each.copies().size();
            old += each.copies().stream()
                    .filter(at -> at.isBefore(limit) && !each.newest().equals(Optional.of(at)))
                    .count();
            ahead += each.copies().stream().filter(at -> ahead(at, now)).count();
        }
        Json.Obj measured =
                Json.object().put("copies", copies).put("tooOld", old).build();
        if (old > 0) {
            return new Finding.Broken(measured, "A backup is older than what is promised to be kept.");
        }
        if (ahead > 0) {
            return new Finding.Unproved("A backup says a moment that has not come: a clock was wrong.");
        }
        return copies == 0 ? NOTHING : new Finding.Kept(measured);
    }

    @Override
    public DrillCard card() {
        return new DrillCard(promise, name, CADENCE, ProofKind.INSIDE_PROBE);
    }

    @Override
    public Finding attempt(SiteTarget target) {
        try {
            SiteSurvey survey = SiteSurvey.of(target.sites(), target.lost());
            Finding finding = judge.of(target, survey, clock.instant());
            // Names and times prove nothing where what they name is broken.
            return finding instanceof Finding.Kept && !survey.oneIsWhole() ? NOTHING : finding;
        } catch (IOException e) {
            throw new UncheckedIOException("a site cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while looking at the sites", e);
        }
    }

    @Override
    public SiteTarget real() {
        return sites.get();
    }

    @Override
    public SiteTarget sabotaged() {
        try {
            return twin.put();
        } catch (IOException e) {
            throw new UncheckedIOException("the twin cannot be put up", e);
        }
    }
}
