/// Customers and users: sign-up, confirmation, details, passwords at rest.
@NullMarked
package casemate.control.account;

import org.jspecify.annotations.NullMarked;
