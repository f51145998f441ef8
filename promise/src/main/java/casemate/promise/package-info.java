/// The vocabulary policy → promise → drill → finding → evidence, and the strict policy file.
@NullMarked
package casemate.promise;

import org.jspecify.annotations.NullMarked;
