/// What rules remember: collections, their persistence, macros and assignments.
@NullMarked
package casemate.waf.state;

import org.jspecify.annotations.NullMarked;
