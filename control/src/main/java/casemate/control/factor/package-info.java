/// What proves a person besides the password: one-time codes, passkeys, recovery codes, and what is done when they are
/// lost.
@NullMarked
package casemate.control.factor;

import org.jspecify.annotations.NullMarked;
