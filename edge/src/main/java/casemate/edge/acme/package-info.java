/// Certificates from an authority by ACME (RFC 8555), renewed when it says so (RFC 9773). Knows no request and no
/// route:
/// it is told which names are wanted.
@NullMarked
package casemate.edge.acme;

import org.jspecify.annotations.NullMarked;
