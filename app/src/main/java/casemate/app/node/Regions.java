package casemate.app.node;

import casemate.agent.backup.Residency;
import casemate.base.InstanceId;
import casemate.control.Control;
import casemate.promise.Region;
import java.util.Optional;

/// What control says of where data lies, for the drill on the first host.
public final class Regions implements Residency {
    private final Control control;

    public Regions(Control control) {
        this.control = control;
    }

    @Override
    public Optional<Region> site(String name) {
        return control.siteRegion(name);
    }

    @Override
    public Optional<Region> host() {
        return control.hostRegion();
    }

    @Override
    public Optional<Region> home(InstanceId instance) {
        return control.homeOf(instance);
    }

    @Override
    public boolean mayRest(Region region) {
        return control.mayRest(region);
    }
}
