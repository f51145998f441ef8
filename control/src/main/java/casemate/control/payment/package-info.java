/// Room `payment`: means of payment, charges of invoices, and what the payment provider says about them.
@NullMarked
package casemate.control.payment;

import org.jspecify.annotations.NullMarked;
