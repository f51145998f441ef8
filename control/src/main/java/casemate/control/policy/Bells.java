package casemate.control.policy;

import casemate.base.Wakeup;

/// What wakes the workers of this room and those who wait for them.
///
/// @param due a drill may have become due
/// @param recorded an outcome was recorded
/// @param queued a leaf waits for the ledger
record Bells(Wakeup due, Wakeup recorded, Wakeup queued) {
    Bells() {
        this(new Wakeup(), new Wakeup(), new Wakeup());
    }
}
