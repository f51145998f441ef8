/// From trial to erasure: what every customer has, which step comes next, and when.
@NullMarked
package casemate.control.subscription;

import org.jspecify.annotations.NullMarked;
