/// Who gets in to an instance: address ranges, display devices, a password, sign-on at the portal. The edge obeys; this
/// room decides what. Door: [Entrances].
@NullMarked
package casemate.control.access;

import org.jspecify.annotations.NullMarked;
