package casemate.agent.backup;

import java.time.Instant;
import java.time.ZoneOffset;

/// Which part of all that a repository holds is read on one day, so that within four weeks of daily backups every byte
/// was read again.
///
/// @param number from 1
/// @param of how many parts there are
public record Share(int number, int of) {
    /// Four weeks: within any month.
    public static final int DAYS = 28;

    public Share {
        if (number < 1 || number > of) {
            throw new IllegalArgumentException("there is no part " + number + " of " + of);
        }
    }

    /// That of a day, in UTC.
    public static Share of(Instant at) {
        long day = at.atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay();
        return new Share((int) Math.floorMod(day, (long) DAYS) + 1, DAYS);
    }

    /// Whether what has this name belongs to it. Java lays down how texts are hashed, so it is the same everywhere.
    boolean has(String name) {
        return Math.floorMod(name.hashCode(), of) == number - 1;
    }
}
