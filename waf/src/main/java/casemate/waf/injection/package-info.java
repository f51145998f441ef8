/// SQL injection and cross-site scripting told by their tokens (libinjection's published algorithm).
@NullMarked
package casemate.waf.injection;

import org.jspecify.annotations.NullMarked;
