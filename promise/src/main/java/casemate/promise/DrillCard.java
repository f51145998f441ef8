package casemate.promise;

/// What stands over a drill in the schedule and in the record.
///
/// @param promise which it tries to break
/// @param name stable, in kebab case: a promise may have several drills
public record DrillCard(PromiseId promise, String name, Cadence cadence, ProofKind proof) {}
