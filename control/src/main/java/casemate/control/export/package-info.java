/// Copies of a customer's data, made in the background, kept sealed for some days, fetched by those who
/// prove themselves; and the copy of a person's own. Door: [Exports].
@NullMarked
package casemate.control.export;

import org.jspecify.annotations.NullMarked;
