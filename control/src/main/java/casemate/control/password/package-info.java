/// Passwords: what is stored of them, which are refused, and the list of those that have leaked.
@NullMarked
package casemate.control.password;

import org.jspecify.annotations.NullMarked;
