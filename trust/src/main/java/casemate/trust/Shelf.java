package casemate.trust;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Keeps finished pages for as long as the ledger and the clock leave them true.
final class Shelf {
    /// Room for every promise in three languages, asked for in both ways, and in JSON; reached by nothing else.
    private static final int MAX_PAGES = 1_024;

    private final Pages pages;
    private final Supplier<Sight> sight;
    private final Clock clock;
    private volatile Kept kept = new Kept(new Sight.Blind(Sight.Cause.STARTING, ""), Map.of());

    private record Kept(Sight sight, Map<Wanted, Page> pages) {}

    Shelf(Pages pages, Supplier<Sight> sight, Clock clock) {
        this.pages = pages;
        this.sight = sight;
        this.clock = clock;
    }

    Page get(Wanted wanted) {
        Sight seen = sight.get();
        Kept current = kept;
        // The follower hands out the same object for as long as nothing changes.
        if (!same(current.sight(), seen)) {
            current = new Kept(seen, new ConcurrentHashMap<>());
            kept = current;
        }
        Instant now = clock.instant();
        Page page = current.pages().get(wanted);
        if (page == null || !now.isBefore(page.goodUntil())) {
            page = pages.make(wanted, seen, now);
            if (page.status() != 404 && wanted.lasting() && current.pages().size() < MAX_PAGES) {
                current.pages().put(wanted, page);
            }
        }
        return page;
    }

    @SuppressWarnings("ReferenceEquality") // identity is the version
    private static boolean same(Sight a, Sight b) {
        return a == b;
    }
}
