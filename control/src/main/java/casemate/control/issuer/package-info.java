/// The platform's sign-on as hosted applications meet it: who is signed in where, and what an application learns.
@NullMarked
package casemate.control.issuer;

import org.jspecify.annotations.NullMarked;
