/// Databases' own logs, copied to backup sites every few seconds, so that an instance can be brought back to a moment.
@NullMarked
package casemate.agent.moment;

import org.jspecify.annotations.NullMarked;
