/// The assembly: all programs in one process on embedded defaults, and the command line.
@NullMarked
package casemate.app.house;

import org.jspecify.annotations.NullMarked;
