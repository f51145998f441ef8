/// What joins hosts to a house: its own, a second one on the same machine, and those of other machines.
@NullMarked
package casemate.app.node;

import org.jspecify.annotations.NullMarked;
