package casemate.promise;

import casemate.base.Json;

/// What one attempt to break a promise found. `measured` holds facts by short camel-case names (numbers with their unit
/// in the name, such as
/// `restoreSeconds`), nothing personal and nothing useful to an attacker; `why` is one English sentence under the same
/// rule.
public sealed interface Finding {
    /// The attack failed, and the positive control of the same run succeeded.
    record Kept(Json.Obj measured) implements Finding {}

    /// The attack succeeded.
    record Broken(Json.Obj measured, String why) implements Finding {}

    /// Nothing can be said: the positive control failed, or the target could not be reached.
    record Unproved(String why) implements Finding {}
}
