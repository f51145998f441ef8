/// Erases customers and people for ever, step by step, proves it, and certifies it on the ledger. Door:
/// [Erasures].
@NullMarked
package casemate.control.erasure;

import org.jspecify.annotations.NullMarked;
