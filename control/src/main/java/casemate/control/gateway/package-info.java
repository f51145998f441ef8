/// What goes through the edges now: a live view of the last minutes, of the edges and of their
/// certificates.
@NullMarked
package casemate.control.gateway;

import org.jspecify.annotations.NullMarked;
