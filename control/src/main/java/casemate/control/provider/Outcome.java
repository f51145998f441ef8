package casemate.control.provider;

import casemate.control.signin.Opened;

/// What became of somebody who came back from a provider.
sealed interface Outcome {
    /// They are signed in.
    ///
    /// @param next where they wanted to go
    record In(Opened opened, String next) implements Outcome {}

    /// They tried the connection; nothing was changed but that it is known to work.
    record Tried(Connection connection, Arrival arrival) implements Outcome {}
}
