/// Standbys of instances on other hosts: who runs an instance, how near its standby is, and the move from one to the
/// other.
@NullMarked
package casemate.control.replica;

import org.jspecify.annotations.NullMarked;
