/// Standbys of instances that run on another host: kept near, promoted when control says so.
@NullMarked
package casemate.agent.standby;

import org.jspecify.annotations.NullMarked;
