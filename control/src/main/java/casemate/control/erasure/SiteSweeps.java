package casemate.control.erasure;

import casemate.control.backup.Backups;
import casemate.control.backup.EraseDesk;
import casemate.control.site.Sites;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupPlace;
import casemate.wire.EraseTask;
import java.time.Clock;
import java.util.List;

/// Hands the agent what is to be removed from sites, and takes in what it found left.
final class SiteSweeps implements EraseDesk {
    /// An agent does them one by one; the rest comes when these are done.
    private static final int MOST = 50;

    private final ErasureTable table;
    private final Sites sites;
    private final Clock clock;

    private SiteSweeps(ErasureTable table, Sites sites, Clock clock) {
        this.table = table;
        this.sites = sites;
        this.clock = clock;
    }

    static SiteSweeps at(ErasureTable table, Sites sites, Backups backups, Clock clock) {
        SiteSweeps sweeps = new SiteSweeps(table, sites, clock);
        backups.eraseWith(sweeps);
        return sweeps;
    }

    @Override
    public List<EraseTask> open() {
        List<ErasureTable.Sweep> ordered = table.ordered(MOST);
        if (ordered.isEmpty()) {
            return List.of();
        }
        List<BackupPlace> places = sites.places();
        return ordered.stream()
                .flatMap(sweep -> places.stream()
                        .filter(place -> place.name().equals(sweep.site()))
                        .map(place -> new EraseTask(sweep.id(), sweep.instance(), place)))
                .toList();
    }

    @Override
    public boolean end(BackupOutcome outcome) {
        long removed =
                outcome.copies().stream().mapToLong(BackupOutcome.Copy::removed).sum();
        // What could not be looked at counts as found.
        long found = outcome.detail().isEmpty() && !outcome.copies().isEmpty() ? 0 : 1;
        for (BackupOutcome.Copy copy : outcome.copies()) {
            found += copy.done() ? copy.kept() : Math.max(1, copy.kept());
        }
        String detail = outcome.copies().stream()
                .map(BackupOutcome.Copy::detail)
                .filter(d -> !d.isEmpty())
                .findFirst()
                .orElse(outcome.detail());
        return table.swept(outcome.task(), outcome.instance(), removed, found, detail, clock.instant());
    }
}
