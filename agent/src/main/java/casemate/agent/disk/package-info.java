/// What lies of a pod on the disk of this host: its record, its directories, its secrets and log, its volume and whose
/// key opens that.
@NullMarked
package casemate.agent.disk;

import org.jspecify.annotations.NullMarked;
