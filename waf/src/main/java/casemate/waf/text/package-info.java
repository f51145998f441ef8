/// Bytes as rules see them: views of arrays, no characters, no copies.
@NullMarked
package casemate.waf.text;

import org.jspecify.annotations.NullMarked;
