package casemate.waf.injection;

/// What a folding rule did to the row of tokens, and where the window looks next.
enum SqlFold {
    /// No rule applies.
    NONE(0),
    /// A rule applies and lets the window grow: nothing leaves the row.
    GROW(0),
    GROW_AT_START(0),
    /// The window looks again where it is.
    STAY(0),
    STAY_ONE_LESS(1),
    /// The window moves one token back.
    STEP_BACK_ONE_LESS(1),
    /// The window moves back to the start of the row.
    RESTART(0),
    RESTART_ONE_LESS(1),
    RESTART_TWO_LESS(2),
    RESTART_THREE_LESS(3);

    /// How many tokens leave the row, at its end.
    final int dropped;

    SqlFold(int dropped) {
        this.dropped = dropped;
    }
}
