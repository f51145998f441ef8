/// Who is at the door: password sign-in, sessions, throttling.
@NullMarked
package casemate.control.signin;

import org.jspecify.annotations.NullMarked;
