package casemate.agent.sandbox;

/// What the kernel lets a pod use.
///
/// @param memoryBytes of all its processes together
/// @param cpuMillis thousandths of one processor
/// @param pids processes and threads
public record Limits(long memoryBytes, int cpuMillis, int pids) {}
