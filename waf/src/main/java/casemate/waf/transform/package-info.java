/// The transformations of the SecLang reference, one function each.
@NullMarked
package casemate.waf.transform;

import org.jspecify.annotations.NullMarked;
