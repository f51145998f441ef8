/// Invoices and credit notes: numbers without a gap, EU VAT, documents that nobody changes once they are issued, and
/// their papers, kept for as long as the policy says, apart from the customer's own key.
@NullMarked
package casemate.control.invoice;

import org.jspecify.annotations.NullMarked;
