package casemate.waf;

import java.util.Optional;

/// What a phase decided about its transaction. Once blocked, a transaction stays so: every later phase answers the
/// same.
public sealed interface Verdict {
    /// The scores counted so far.
    AnomalyScores scores();

    /// Nothing stops the transaction, which says nothing about the phases to come.
    record Pass(AnomalyScores scores) implements Verdict {}

    /// The request must not reach the application, or its response not the client.
    ///
    /// @param status of the answer to give instead
    /// @param how with an answer, by closing the connection, or by sending the client elsewhere
    /// @param location where to, when it is a redirect
    /// @param ruleId the rule that decided; one of [FailClosed]'s when no rule of the set did
    /// @param message for the operator's log, never for the client
    record Block(AnomalyScores scores, int status, How how, Optional<String> location, long ruleId, String message)
            implements Verdict {}

    /// How a blocked transaction ends.
    enum How {
        DENY,
        DROP,
        REDIRECT
    }

    default boolean blocked() {
        return this instanceof Block;
    }
}
