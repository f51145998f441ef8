/// The drills that attack this host's walls and volumes, from pods of their own.
@NullMarked
package casemate.agent.attack;

import org.jspecify.annotations.NullMarked;
