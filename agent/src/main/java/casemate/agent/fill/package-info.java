/// What an empty volume is filled with: what the blueprint installs, or what a backup holds.
@NullMarked
package casemate.agent.fill;

import org.jspecify.annotations.NullMarked;
