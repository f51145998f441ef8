/// The people of a customer, and the vendor's staff: who they are, how they join and leave.
@NullMarked
package casemate.control.member;

import org.jspecify.annotations.NullMarked;
