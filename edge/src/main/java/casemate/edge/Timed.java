package casemate.edge;

/// Something that must not take for ever. Setting a time is a write to a field; nothing is scheduled.
interface Timed {
    /// In terms of [System#nanoTime]; [#NEVER] when there is nothing to wait for.
    long due();

    /// The time has passed. Called on the event loop, again at each look until [#due] changes.
    void overdue();

    long NEVER = Long.MAX_VALUE;

    /// The earlier of two times; they wrap as [System#nanoTime] does.
    static long sooner(long one, long other) {
        if (one == NEVER || other == NEVER) {
            return one == NEVER ? other : one;
        }
        return one - other < 0 ? one : other;
    }
}
