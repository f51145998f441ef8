/// What holds floods off the edge and knows no socket: counting per address, pacing, and work that visitors can
/// be asked for.
@NullMarked
package casemate.edge.flood;

import org.jspecify.annotations.NullMarked;
