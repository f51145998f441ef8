/// The language of SCIM 2.0 (RFC 7643, 7644): filters, paths, patches and forms of resources. Knows no table,
/// no request and no other room.
@NullMarked
package casemate.control.scim;

import org.jspecify.annotations.NullMarked;
