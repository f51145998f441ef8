package casemate.agent.sandbox;

import java.nio.file.Path;

/// What a pod's space is made of.
///
/// @param name a file name: the instance's id
/// @param uid the host's user that owns the volume and runs every process; nobody else's
/// @param port the one that the edge may open
/// @param image the root file system, read-only, shared
/// @param volume the pod's own directory, writable
/// @param config what the agent rendered for it, read-only
public record SpaceOrder(
        String name,
        int uid,
        Address address,
        int port,
        Path image,
        Path volume,
        Path config,
        Limits limits,
        Walls walls) {}
