/// Asks the domain name system. Nobody there is believed to be quick, or to be there at all.
@NullMarked
package casemate.control.dns;

import org.jspecify.annotations.NullMarked;
