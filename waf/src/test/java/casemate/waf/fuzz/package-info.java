/// Every parser of the library under Jazzer. In an ordinary run only the seeds are replayed; `JAZZER_FUZZ=1` with one
/// test chosen fuzzes it until it is stopped.
@NullMarked
package casemate.waf.fuzz;

import org.jspecify.annotations.NullMarked;
