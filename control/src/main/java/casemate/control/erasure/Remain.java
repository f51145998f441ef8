package casemate.control.erasure;

/// What becomes of the rows of one table when somebody is erased, as its room declares it. All SQL in it is
/// our own.
///
/// @param table with its schema
/// @param where finds the rows, of those that are removed and those that the law keeps
/// @param until gives the last day, of those that the law keeps; empty otherwise
record Remain(String table, Fate fate, String where, String until) {
    /// What becomes of rows.
    enum Fate {
        /// They go.
        REMOVED,
        /// A law wants them kept, for a time.
        LAW,
        /// They hold numbers that lead to nobody any more.
        NUMBERS,
        /// They go by themselves, soon.
        AGES,
        /// They are nobody's.
        NOTHING
    }
}
