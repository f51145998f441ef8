package casemate.agent.moment;

import java.util.List;

/// What a log has more than before.
///
/// @param whole whether that is all of it
record Reading(List<Piece> pieces, Position to, boolean whole) {}
