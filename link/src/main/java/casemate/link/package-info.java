/// Between the house and agents on other machines: its own authority, joining with a token that works once, requests
/// and
/// the bytes of visitors over mutual TLS 1.3. It decides nothing: who is known and what they get is asked of [House].
@NullMarked
package casemate.link;

import org.jspecify.annotations.NullMarked;
