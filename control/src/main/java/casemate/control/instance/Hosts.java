package casemate.control.instance;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/// The hosts that take orders: the first, on which instances are placed, and those that were declared since this
/// process started.
final class Hosts {
    private final String first;
    private final Set<String> all = new ConcurrentSkipListSet<>();

    Hosts(String first) {
        this.first = first;
        all.add(first);
    }

    String first() {
        return first;
    }

    void add(String name) {
        all.add(name);
    }

    boolean has(String name) {
        return all.contains(name);
    }

    /// In one order, so that two who raise their versions cannot deadlock.
    Collection<String> all() {
        return List.copyOf(all);
    }
}
