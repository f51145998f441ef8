/// Customers' own domains for their instances: claimed by anybody, served when DNS has shown whose they are.
@NullMarked
package casemate.control.domain;

import org.jspecify.annotations.NullMarked;
