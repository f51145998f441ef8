package casemate.control.policy;

import casemate.base.Refusal;
import casemate.promise.Drill;
import casemate.promise.PromiseId;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/// The drills that this process can run, by name.
final class DrillRegistry {
    private final AtomicReference<SortedMap<String, Drill<?>>> byName = new AtomicReference<>(new TreeMap<>());

    /// Adds drills; a name stands for one drill only.
    void add(Collection<Drill<?>> drills) {
        byName.updateAndGet(before -> {
            SortedMap<String, Drill<?>> all = new TreeMap<>(before);
            for (Drill<?> drill : drills) {
                if (all.put(drill.name(), drill) != null) {
                    throw new IllegalStateException("two drills are named " + drill.name());
                }
            }
            return Collections.unmodifiableSortedMap(all);
        });
    }

    Map<String, Drill<?>> all() {
        return byName.get();
    }

    Optional<Drill<?>> find(String name) {
        return Optional.ofNullable(all().get(name));
    }

    /// The drills of these promises; all when none is named.
    List<Drill<?>> of(Collection<PromiseId> promises) {
        for (PromiseId promise : promises) {
            if (all().values().stream().noneMatch(d -> d.promise().equals(promise))) {
                throw Refusal.notFound(
                        "drill-unknown",
                        "No drill attacks " + promise + " yet; `casemate drill --list` names them all.");
            }
        }
        return all().values().stream()
                .<Drill<?>>map(d -> d)
                .filter(d -> promises.isEmpty() || promises.contains(d.promise()))
                .toList();
    }
}
