package casemate.control.ward;

import casemate.wire.Exclusion;
import java.time.Instant;
import java.util.Optional;

/// A rule that does not hold at an instance, with who decided it and why.
///
/// @param request the logged request that it was made from
public record KeptExclusion(
        String id, Exclusion exclusion, String why, Optional<String> request, String by, Instant at) {}
