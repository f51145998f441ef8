/// The strongroom: keeps the sealed passwords of a live server on another machine, and gives them out once for each
/// deployment (CRY-4). Doors: [Strongroom] there, [StrongroomClient] here.
@NullMarked
package casemate.vault.strongroom;

import org.jspecify.annotations.NullMarked;
