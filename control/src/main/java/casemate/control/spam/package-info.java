/// EDG-7: tells forms that machines send from forms that people send.
@NullMarked
package casemate.control.spam;

import org.jspecify.annotations.NullMarked;
