/// Passkeys (WebAuthn): added, used as the second step or alone, removed.
@NullMarked
package casemate.control.passkey;

import org.jspecify.annotations.NullMarked;
