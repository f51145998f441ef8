/// The instances of customers: what is wanted of each, what the agent sees of it, and the snapshots that tell edge and
/// agent what should be true. Door: [Instances].
@NullMarked
package casemate.control.instance;

import org.jspecify.annotations.NullMarked;
