/// Where customers' data rests: chosen once, from where the customer is, and never changed silently.
@NullMarked
package casemate.control.region;

import org.jspecify.annotations.NullMarked;
