/// What a transaction costs: sample requests, and a meter of processor time and memory.
@NullMarked
package casemate.waf.bench;

import org.jspecify.annotations.NullMarked;
