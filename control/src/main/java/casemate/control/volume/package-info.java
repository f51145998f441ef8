/// The keys of instances' volumes: made by the vault under the customer's key, kept sealed, handed to the
/// agent that starts the instance. Door: [Volumes].
@NullMarked
package casemate.control.volume;

import org.jspecify.annotations.NullMarked;
