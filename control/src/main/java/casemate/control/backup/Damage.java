package casemate.control.backup;

import casemate.base.InstanceId;
import java.time.Instant;
import java.util.List;

/// Bytes at a site that are not those that were written.
///
/// @param task the backup after which they were read
/// @param what one line: which files, and what is wrong with them
/// @param copies those that are not whole because of it; none when today's set had all of it still
public record Damage(
        String task, String engine, String site, InstanceId instance, String what, List<String> copies, Instant found) {
    public Damage {
        copies = List.copyOf(copies);
    }

    /// One line of a letter.
    String line() {
        return found + " · " + instance + " · " + engine + " · " + site + " · " + what;
    }
}
