package casemate.wire;

import casemate.base.InstanceId;
import java.time.Instant;

/// A copy at a site that is known not to be whole: whoever counts copies leaves it out.
///
/// @param site its name
/// @param copy as the engine names it
/// @param found when it was found damaged
public record DamagedCopy(String site, String engine, InstanceId instance, String copy, Instant found) {}
