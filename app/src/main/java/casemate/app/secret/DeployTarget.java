package casemate.app.secret;

import casemate.base.Secret;
import casemate.promise.Target;
import java.util.List;
import java.util.Optional;

/// A strongroom to use twice, and secrets to look for.
///
/// @param separate whether it is another machine
/// @param left what a twin left lying about
record DeployTarget(DeployDoor door, List<Secret> secrets, boolean separate, Optional<PlantedSecret> left)
        implements Target {
    @Override
    public void close() {
        left.ifPresent(PlantedSecret::close);
    }
}
