/// Encrypts what is at rest, a key for each customer, and destroys those keys for ever. Knows no framework and no
/// database.
@NullMarked
package casemate.vault;

import org.jspecify.annotations.NullMarked;
