/// The defence of the platform and of each instance: bans, spared addresses, the firewall's settings,
/// its exclusions and what it saw. Edges obey and report; this room decides and remembers.
@NullMarked
package casemate.control.ward;

import org.jspecify.annotations.NullMarked;
