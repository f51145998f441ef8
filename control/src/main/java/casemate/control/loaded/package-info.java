/// What the operator has loaded while the program runs: files that are looked at again when they have changed.
@NullMarked
package casemate.control.loaded;

import org.jspecify.annotations.NullMarked;
