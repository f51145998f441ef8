package casemate.control.backup;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// An unbroken line of a database's log at a site.
///
/// @param chunks how many pieces it had when its agent last told
/// @param since where the line begins
/// @param through what was committed before this is at the site
/// @param detail why it does not go on; empty when it does
public record Log(
        String lineage, String site, long chunks, Instant since, Instant through, String detail, Instant told) {
    /// From when to when an instance can be brought back to any moment.
    ///
    /// @param from when the first backup that the line leads on from was done
    public record Window(Instant from, Instant to, String site) {
        private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

        /// As a page asks for moments: in UTC, to the second, which no change of clocks makes doubtful.
        public static String text(Instant moment) {
            return WRITTEN.format(moment.atOffset(ZoneOffset.UTC));
        }
    }
}
