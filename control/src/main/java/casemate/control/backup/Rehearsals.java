package casemate.control.backup;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.control.instance.Instances;
import casemate.control.site.BackupSite;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Orders rehearsals: from every technology at every site, each of an instance drawn by chance.
public final class Rehearsals {
    private static final Logger LOG = LoggerFactory.getLogger(Rehearsals.class);
    private static final Duration EVERY = Duration.ofDays(1);
    /// What is older may have been pruned on the way.
    private static final Duration REHEARSABLE = Duration.ofDays(7);

    private static final Actor SELF = new Actor.Program("backups");

    private final BackupTable table;
    private final Backups backups;
    private final Instances instances;
    private final SecureRandom chance;
    private final Clock clock;

    Rehearsals(BackupTable table, Backups backups, Instances instances, SecureRandom chance, Clock clock) {
        this.table = table;
        this.backups = backups;
        this.instances = instances;
        this.chance = chance;
        this.clock = clock;
    }

    /// Orders a whole round now.
    ///
    /// @return the ids of the rehearsals; none while there is no backup
    public List<String> round() {
        return round(Instant.MAX);
    }

    /// Orders those that nobody has ordered within a day.
    void due() {
        round(clock.instant().minus(EVERY));
    }

    private List<String> round(Instant unlessSince) {
        List<String> ordered = new ArrayList<>();
        for (BackupSite site : backups.sites()) {
            for (String engine : Stores.engines(site)) {
                if (unlessSince.equals(Instant.MAX)
                        || !table.rehearsedBetween(engine, site.name(), unlessSince, clock.instant())) {
                    draw(engine, site).ifPresent(ordered::add);
                }
            }
        }
        return ordered;
    }

    private Optional<String> draw(String engine, BackupSite site) {
        Instant since = clock.instant().minus(REHEARSABLE);
        Map<InstanceId, BackupTable.Subject> subjects = table.rehearsable(engine, site.name(), since);
        // On another machine, nobody could open what lies in a directory of this one.
        List<InstanceId> living = instances.living(subjects.keySet()).stream()
                .filter(id -> backups.reaches(id, site.place()))
                .toList();
        if (living.isEmpty()) {
            return Optional.empty();
        }
        InstanceId drawn = living.get(chance.nextInt(living.size()));
        try {
            return Optional.of(backups.order(
                    instances.get(drawn, SELF), Backup.Reason.DAILY, Optional.ofNullable(subjects.get(drawn)), SELF));
        } catch (Refusal refusal) {
            LOG.warn("{} is not rehearsed: {}", drawn, refusal.text());
            return Optional.empty();
        }
    }
}
