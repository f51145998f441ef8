package casemate.agent.sandbox;

import casemate.promise.PromiseId;
import java.util.Set;

/// Which walls stand around a pod. All of them, except in a drill's sabotaged twin and in a laboratory that switched a
/// promise off.
///
/// @param space INS-1: own files and own processes; without it the pod sees its neighbours' volumes and processes
/// @param traffic INS-2: nothing but the declared port; without it the pod's packets are not filtered on the host
/// @param own INS-5: the same restrictions by the pod's own packet filter; without it only the host's is there
public record Walls(boolean space, boolean traffic, boolean own) {
    public static final PromiseId SPACE = new PromiseId("INS-1");
    public static final PromiseId TRAFFIC = new PromiseId("INS-2");
    public static final PromiseId OWN = new PromiseId("INS-5");

    public static Walls without(Set<PromiseId> switchedOff) {
        return new Walls(!switchedOff.contains(SPACE), !switchedOff.contains(TRAFFIC), !switchedOff.contains(OWN));
    }

    /// Without the host's packet filter: what the pod's own does is seen only so.
    public Walls withoutTraffic() {
        return new Walls(space, false, own);
    }

    /// Without the pod's own packet filter: what the host's does is seen only so.
    public Walls withoutOwn() {
        return new Walls(space, traffic, false);
    }
}
