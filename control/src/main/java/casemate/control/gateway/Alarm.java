package casemate.control.gateway;

import java.time.Instant;
import java.time.ZoneOffset;

/// A name whose certificate needs somebody.
///
/// @param until 1970 when it never had one
/// @param trouble in the edge's words; empty when it is only late
record Alarm(String host, Instant until, String trouble) {
    /// One line of a letter.
    String line() {
        String end = until.equals(Instant.EPOCH)
                ? "–"
                : until.atOffset(ZoneOffset.UTC).toLocalDate().toString();
        return host + " · " + end + (trouble.isEmpty() ? "" : " · " + trouble);
    }
}
