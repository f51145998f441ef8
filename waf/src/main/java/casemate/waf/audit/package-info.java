/// The audit log in ModSecurity's JSON form.
@NullMarked
package casemate.waf.audit;

import org.jspecify.annotations.NullMarked;
