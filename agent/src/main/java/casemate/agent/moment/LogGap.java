package casemate.agent.moment;

import java.io.IOException;

/// A part of the log is gone that was not copied: what is copied from here on leads on from nothing.
final class LogGap extends IOException {
    private static final long serialVersionUID = 1;

    LogGap(String file) {
        super("the log's file " + file + " is gone before it was copied");
    }
}
