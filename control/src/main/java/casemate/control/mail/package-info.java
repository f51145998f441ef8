/// The outbox: written in the caller's transaction, sent by a worker or shown to the operator.
@NullMarked
package casemate.control.mail;

import org.jspecify.annotations.NullMarked;
