/// Backup engines and what they stand on: a frozen set of one instance goes in, a copy at a site comes out.
@NullMarked
package casemate.agent.backup;

import org.jspecify.annotations.NullMarked;
