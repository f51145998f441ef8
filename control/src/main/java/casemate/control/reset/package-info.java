/// Another password for who has forgotten theirs, by a letter to their mailbox.
@NullMarked
package casemate.control.reset;

import org.jspecify.annotations.NullMarked;
