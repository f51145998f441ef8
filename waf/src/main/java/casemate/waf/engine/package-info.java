/// Rules compiled into phases, and the evaluation of one transaction.
@NullMarked
package casemate.waf.engine;

import org.jspecify.annotations.NullMarked;
