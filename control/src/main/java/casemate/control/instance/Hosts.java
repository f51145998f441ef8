package casemate.control.instance;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/// The hosts that take orders: the first, on which instances are placed, and those that were declared since this
/// process started; and on which machine each of them is.
public final class Hosts {
    private final String first;
    private final Set<String> all = new ConcurrentSkipListSet<>();
    /// Those that run in processes of their own, whether their machine is known or not.
    private final Set<String> nodes = new ConcurrentSkipListSet<>();

    private final Map<String, String> machines = new ConcurrentHashMap<>();

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

    /// Takes a host that runs in a process of its own, from now on; the caller raises the version of orders.
    ///
    /// @return whether that was news
    public boolean addNode(String name) {
        nodes.add(name);
        return all.add(name);
    }

    /// From now on there are no orders for it, and nothing is believed of it.
    public void remove(String name) {
        all.remove(name);
        nodes.remove(name);
        machines.remove(name);
    }

    boolean has(String name) {
        return all.contains(name);
    }

    /// In one order, so that two who raise their versions cannot deadlock.
    Collection<String> all() {
        return List.copyOf(all);
    }

    /// Says on which machine a host is.
    ///
    /// @param machine one-way, of the machine's own id; empty for one that has none
    public void machine(String name, String machine) {
        if (machine.isEmpty()) {
            machines.remove(name);
        } else {
            machines.put(name, machine);
        }
    }

    /// Whether two hosts are known to be two machines; what is not known is no proof.
    public boolean apart(String one, String other) {
        Optional<String> machine = machine(one);
        return machine.isPresent()
                && machine(other).filter(m -> !m.equals(machine.get())).isPresent();
    }

    /// Whether a directory of the house's is the same directory for a host. A node of which nobody knows on what
    /// machine
    /// it is, is taken for another: what it wrote there would be nowhere.
    public boolean sharesDirectories(String name) {
        return !nodes.contains(name)
                || machine(name)
                        .filter(m -> machine(first).equals(Optional.of(m)))
                        .isPresent();
    }

    private Optional<String> machine(String name) {
        return Optional.ofNullable(machines.get(name));
    }
}
