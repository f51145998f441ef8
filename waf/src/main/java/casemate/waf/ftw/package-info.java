/// Runs the regression cases of the Core Rule Set (go-ftw's YAML, old form and new) against an engine in this
/// process: a tolerant HTTP/1.1 server in front, the test suite's reflecting backend behind. Needs
/// snakeyaml-engine, which the library itself does not.
@NullMarked
package casemate.waf.ftw;

import org.jspecify.annotations.NullMarked;
