/// ModSecurity's own regression cases, read from a checkout beside the repository.
@NullMarked
package casemate.waf.modsecurity;

import org.jspecify.annotations.NullMarked;
