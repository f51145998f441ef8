/// Linear-time matching of many patterns at once on bytes, with the meaning that PCRE2 gives them under ModSecurity's
/// flags.
@NullMarked
package casemate.waf.pattern;

import org.jspecify.annotations.NullMarked;
