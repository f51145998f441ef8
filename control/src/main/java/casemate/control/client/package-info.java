/// Hosted applications as clients of this platform's OpenID Connect: who asks for people, and what they are told.
@NullMarked
package casemate.control.client;

import org.jspecify.annotations.NullMarked;
