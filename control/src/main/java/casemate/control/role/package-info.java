/// What people may do: roles made of permissions, and who has which.
@NullMarked
package casemate.control.role;

import org.jspecify.annotations.NullMarked;
