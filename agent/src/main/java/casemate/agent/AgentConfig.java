package casemate.agent;

import casemate.agent.pod.PlatformWay;
import casemate.agent.volume.Disk;
import casemate.promise.PromiseId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/// What an agent needs to know.
///
/// @param name the host's, for reports
/// @param data the agent's own directory, `<data>/agent`; all it keeps lies below it
/// @param images where root file systems are kept, `<data>/images` unless several agents of one host share them
/// @param blueprints the directory with one YAML file per application
/// @param controlKey the file with control's public key for snapshots (X.509 SubjectPublicKeyInfo, DER)
/// @param platform how pods get to it whose applications speak OpenID Connect; without it they are not made
/// @param disk what the operator says of the disk below `data`; checked at the start
/// @param switchedOff controls that a laboratory wants off, so that their drills must find them broken; empty otherwise
public record AgentConfig(
        String name,
        Path data,
        Path images,
        Path blueprints,
        Path controlKey,
        Set<PromiseId> switchedOff,
        Clock clock,
        Optional<PlatformWay> platform,
        Disk disk) {
    public AgentConfig {
        switchedOff = Set.copyOf(switchedOff);
    }

    /// With nothing declared of its disk.
    public AgentConfig(
            String name,
            Path data,
            Path images,
            Path blueprints,
            Path controlKey,
            Set<PromiseId> switchedOff,
            Clock clock,
            Optional<PlatformWay> platform) {
        this(name, data, images, blueprints, controlKey, switchedOff, clock, platform, Disk.USUAL);
    }

    /// With no way from pods to the platform.
    public AgentConfig(
            String name,
            Path data,
            Path images,
            Path blueprints,
            Path controlKey,
            Set<PromiseId> switchedOff,
            Clock clock) {
        this(name, data, images, blueprints, controlKey, switchedOff, clock, Optional.empty());
    }
}
