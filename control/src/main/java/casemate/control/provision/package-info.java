/// A customer's directory says who belongs to it: users and groups by SCIM, kept beside accounts and memberships.
@NullMarked
package casemate.control.provision;

import org.jspecify.annotations.NullMarked;
