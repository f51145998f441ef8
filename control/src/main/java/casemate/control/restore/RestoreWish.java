package casemate.control.restore;

/// From what to restore.
///
/// @param backup its id; empty for the newest that is whole
/// @param engine a technology; empty for any
/// @param site the same
record RestoreWish(String backup, String engine, String site) {
    static RestoreWish of(String backup) {
        return new RestoreWish(backup, "", "");
    }
}
