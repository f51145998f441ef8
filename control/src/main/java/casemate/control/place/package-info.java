/// Where in the world a network address is, by a database that the operator has loaded. Nobody outside is asked.
@NullMarked
package casemate.control.place;

import org.jspecify.annotations.NullMarked;
