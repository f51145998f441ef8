/// Machines of their own: who they are, how they join, when they are silent, and how they go. Door: [Nodes].
@NullMarked
package casemate.control.node;

import org.jspecify.annotations.NullMarked;
