package casemate.agent.backup;

import casemate.base.InstanceId;
import casemate.promise.Region;
import java.util.Optional;

/// What control says of places: asked by the drill, and held against what lies there.
public interface Residency {
    /// In which region a declared site is, by its name.
    Optional<Region> site(String name);

    /// In which region this host stands.
    Optional<Region> host();

    /// Where the data of this instance's customer rests; empty for one of whom nobody knows.
    Optional<Region> home(InstanceId instance);

    /// Whether the planner would lay data of a new customer there.
    boolean mayRest(Region region);
}
