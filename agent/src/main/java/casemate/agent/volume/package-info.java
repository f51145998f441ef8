/// Where pods' volumes lie, and how they are encrypted (CRY-1): directories under a key each, in a file
/// system that encrypts by itself.
@NullMarked
package casemate.agent.volume;

import org.jspecify.annotations.NullMarked;
