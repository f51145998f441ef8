/// The way to control: its snapshots down, verified and kept; reports up.
@NullMarked
package casemate.agent.link;

import org.jspecify.annotations.NullMarked;
