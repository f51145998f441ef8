/// Standbys on another host: who may run an instance, and how far a standby is.
@NullMarked
package casemate.agent.replica;

import org.jspecify.annotations.NullMarked;
