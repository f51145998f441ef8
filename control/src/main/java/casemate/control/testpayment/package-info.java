/// Room `testpayment`: a payment provider for trying things out, which behaves like Stripe and moves no money.
@NullMarked
package casemate.control.testpayment;

import org.jspecify.annotations.NullMarked;
