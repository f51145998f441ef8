/// The walls of one pod on this machine: namespaces, cgroup, packet filter, system call filter, and what takes them
/// down.
@NullMarked
package casemate.agent.sandbox;

import org.jspecify.annotations.NullMarked;
