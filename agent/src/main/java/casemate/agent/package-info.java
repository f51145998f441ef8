/// On each host: makes pods real. Holds root, takes no decisions.
@NullMarked
package casemate.agent;

import org.jspecify.annotations.NullMarked;
