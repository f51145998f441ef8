/// The step after the password: asked at sign-in and before dangerous acts, set up on the way in, and on
/// one's own pages.
@NullMarked
package casemate.control.step;

import org.jspecify.annotations.NullMarked;
