/// Asks the European Commission's register whether a VAT number is in force.
@NullMarked
package casemate.control.vies;

import org.jspecify.annotations.NullMarked;
