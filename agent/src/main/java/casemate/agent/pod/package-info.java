/// Puts pods together, keeps them as control wants them, and takes them away.
@NullMarked
package casemate.agent.pod;

import org.jspecify.annotations.NullMarked;
