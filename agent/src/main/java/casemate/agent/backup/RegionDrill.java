package casemate.agent.backup;

import casemate.agent.site.Site;
import casemate.base.FileTree;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.InstancePromise.DataResidency;
import casemate.promise.Policy;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import casemate.promise.Region;
import casemate.wire.BackupPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// INS-3: looks for the bytes of instances at every declared site and on this host, and whether a
/// region that the policy does not name holds any. A canary is laid wherever the planner lets it, at a
/// site in a promised region and at one in a forbidden region: it must be found at the first and not at
/// the second.
///
/// An instance must be on a host of its customer's region.
record RegionDrill(
        BiFunction<Predicate<Region>, Path, RegionTarget> places,
        Predicate<Region> asked,
        Supplier<Optional<Policy>> policy,
        Path place,
        Clock clock)
        implements Drill<RegionTarget> {
    private static final DrillCard CARD = new DrillCard(
            new PromiseId("INS-3"),
            "data-stays-in-its-region",
            new Cadence(Duration.ofHours(1), Duration.ofHours(6)),
            ProofKind.INSIDE_PROBE);

    /// @param sites declared, with what opens them
    /// @param held what is on this host
    /// @param place where canaries and the twin lie for as long as an attempt takes
    static RegionDrill of(
            Supplier<List<BackupPlace>> sites,
            Function<BackupPlace, Site> opened,
            Supplier<Map<InstanceId, Instant>> held,
            Residency residency,
            Supplier<Optional<Policy>> policy,
            Path place,
            Clock clock) {
        return new RegionDrill(
                (planner, canaries) -> new RegionTarget(
                        sites.get().stream()
                                .map(each -> new RegionTarget.Placed(opened.apply(each), residency.site(each.name())))
                                .toList(),
                        residency.host(),
                        held.get().keySet(),
                        residency::home,
                        planner,
                        canaries,
                        () -> remove(canaries)),
                residency::mayRest,
                policy,
                place,
                clock);
    }

    @Override
    public DrillCard card() {
        return CARD;
    }

    @Override
    public RegionTarget real() {
        return places.apply(asked, fresh());
    }

    /// The same places, and a planner that refuses nothing.
    @Override
    public RegionTarget sabotaged() {
        return places.apply(_ -> true, fresh());
    }

    @Override
    public Finding attempt(RegionTarget target) throws InterruptedException {
        Optional<DataResidency> promised = policy.get().flatMap(p -> p.find(DataResidency.class));
        if (promised.isEmpty()) {
            return new Finding.Unproved("The policy names no regions.");
        }
        try {
            return judged(target, Set.copyOf(promised.get().regions()));
        } catch (IOException e) {
            throw new UncheckedIOException("the places cannot be looked at", e);
        }
    }

    private Finding judged(RegionTarget target, Set<Region> promised) throws IOException, InterruptedException {
        Site inside = canary(target, promised.iterator().next(), "inside");
        Site outside = canary(target, forbidden(promised), "outside");
        List<Site> all = new ArrayList<>(List.of(inside, outside));
        target.sites().forEach(placed -> all.add(placed.site()));
        SiteSurvey survey = SiteSurvey.of(all);
        long foreign = 0;
        long copies = 0;
        boolean allowedThere = false;
        for (SiteSurvey.Found found : survey.found()) {
            copies += found.copies().size();
            if (found.site().equals(inside)) {
                allowedThere = true;
            } else if (found.site().equals(outside) || !in(promised, region(target, found.site()))) {
                foreign += found.copies().size();
            }
        }
        long elsewhere = target.held().stream()
                .filter(instance -> !in(promised, target.host())
                        || target.home()
                                .apply(instance)
                                .filter(home -> !target.host().equals(Optional.of(home)))
                                .isPresent())
                .count();
        Json.Obj measured = Json.object()
                .put("sites", target.sites().size())
                .put("copies", copies)
                .put("instances", target.held().size())
                .put("copiesElsewhere", foreign)
                .put("instancesElsewhere", elsewhere)
                .build();
        if (foreign > 0 || elsewhere > 0) {
            return new Finding.Broken(measured, "Data lies in a region where it must not.");
        }
        if (!allowedThere) {
            return new Finding.Unproved("The planner lays data nowhere, not even where it is promised.");
        }
        return survey.unseen() > 0
                ? new Finding.Unproved("A site could not be looked at.")
                : new Finding.Kept(measured);
    }

    private static boolean in(Set<Region> promised, Optional<Region> region) {
        return region.filter(promised::contains).isPresent();
    }

    private static Optional<Region> region(RegionTarget target, Site site) {
        return target.sites().stream()
                .filter(placed -> placed.site().equals(site))
                .findFirst()
                .flatMap(RegionTarget.Placed::region);
    }

    private static Region forbidden(Set<Region> promised) {
        return Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2).stream()
                .sorted()
                .map(Region::new)
                .filter(region -> !promised.contains(region))
                .findFirst()
                .orElseThrow();
    }

    /// A site with a copy of an instance that there never was, if the planner lets it be laid there.
    private Site canary(RegionTarget target, Region region, String name) throws IOException {
        Path site = Files.createDirectory(target.canaries().resolve(name));
        if (target.planner().test(region)) {
            new SiteTwins(place, clock).copy(site, new Ids(clock, new SecureRandom()).instance(), clock.instant());
        }
        return Site.of(site);
    }

    private Path fresh() {
        try {
            return Files.createTempDirectory(Files.createDirectories(place), "region");
        } catch (IOException e) {
            throw new UncheckedIOException("there is no room for canaries", e);
        }
    }

    private static void remove(Path canaries) {
        try {
            FileTree.delete(canaries);
        } catch (IOException e) {
            throw new UncheckedIOException("the canaries are not gone", e);
        }
    }
}
