/// SecLang as text: parses rule files into directives with their places, and refuses what it does not know. Decides
/// nothing.
@NullMarked
package casemate.waf.seclang;

import org.jspecify.annotations.NullMarked;
