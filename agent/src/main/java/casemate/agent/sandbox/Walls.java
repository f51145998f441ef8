package casemate.agent.sandbox;

import casemate.promise.PromiseId;
import java.util.Set;

/// Which walls stand around a pod. All of them, except in a drill's sabotaged twin and in a laboratory that switched a
/// promise off.
///
/// @param space INS-1: own files and own processes; without it the pod sees its neighbours' volumes and processes
/// @param traffic INS-2: nothing but the declared port; without it the pod's packets are not filtered
public record Walls(boolean space, boolean traffic) {
    public static final PromiseId SPACE = new PromiseId("INS-1");
    public static final PromiseId TRAFFIC = new PromiseId("INS-2");

    public static Walls without(Set<PromiseId> switchedOff) {
        return new Walls(!switchedOff.contains(SPACE), !switchedOff.contains(TRAFFIC));
    }
}
