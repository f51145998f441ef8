/// The operators of the SecLang reference, one class each.
@NullMarked
package casemate.waf.operator;

import org.jspecify.annotations.NullMarked;
