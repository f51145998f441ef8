package casemate.control.erasure;

import casemate.base.Json;
import java.time.Instant;
import java.util.Optional;

/// How far a step is.
///
/// @param outcome figures; empty until it is done
public record StepDone(Step step, Instant intended, Optional<Instant> done, Json.Obj outcome) {}
