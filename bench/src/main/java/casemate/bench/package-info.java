/// Measures the house from outside, each as a whole process. Compiled in every build, run by hand.
@NullMarked
package casemate.bench;

import org.jspecify.annotations.NullMarked;
