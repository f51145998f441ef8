/// Backups of instances: what is copied where and when, how long it is kept, what is rehearsed, and what came of it.
/// Agents carry it out. Door: [Backups].
@NullMarked
package casemate.control.backup;

import org.jspecify.annotations.NullMarked;
