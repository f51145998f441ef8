package casemate.control.instance;

import casemate.base.InstanceId;
import casemate.control.web.Permission;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The pages that there are about one instance, for the template `instance/tabs`.
public final class InstanceTabs {
    private static final InstanceTab OVERVIEW = new InstanceTab(0, "", "instance.overview", Permission.INSTANCE_VIEW);

    /// Found late: the rooms that contribute stand on this one.
    private final Supplier<List<InstanceTab>> contributed;

    InstanceTabs(Supplier<List<InstanceTab>> contributed) {
        this.contributed = contributed;
    }

    /// @param address of the page, as people see it
    /// @param here whether it is the one that is shown
    /// @param needs what one must be allowed to see it
    public record Shown(InstanceId instance, String address, String words, boolean here, Permission needs) {}

    /// From left to right.
    ///
    /// @param path of the tab that is shown
    public List<Shown> of(InstanceId instance, String path) {
        return Stream.concat(Stream.of(OVERVIEW), contributed.get().stream())
                .sorted(Comparator.comparingInt(InstanceTab::order))
                .map(tab -> new Shown(
                        instance,
                        "/instances/" + instance.value() + tab.path(),
                        tab.words(),
                        tab.path().equals(path),
                        tab.needs()))
                .toList();
    }
}
