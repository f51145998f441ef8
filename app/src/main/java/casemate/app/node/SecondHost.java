package casemate.app.node;

import casemate.agent.Agent;
import casemate.agent.AgentConfig;
import casemate.control.Control;
import casemate.promise.Region;

/// A second host on this machine, with a directory of its own: rehearses moves, and is no other machine.
public final class SecondHost {
    /// Its name, and that of its part of the data directory.
    public static final String NAME = "standby";

    private SecondHost() {}

    /// @param config of an agent of that name
    /// @param where it is said to stand
    public static Agent start(AgentConfig config, Control control, Region where) {
        Agent agent = Agent.start(config, control.host(NAME, where), control.reports(), new HouseKeys(control));
        agent.backUp(control.backupFeed(NAME), control.backupReports());
        agent.replicate(control.replicaFeed(NAME), control.replicaReports());
        return agent;
    }
}
