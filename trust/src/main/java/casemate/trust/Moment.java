package casemate.trust;

import java.time.Instant;

/// A time for people and for machines.
record Moment(String iso, String text) {
    static Moment of(Instant at, Words words) {
        return new Moment(at.toString(), words.dateTime(at));
    }
}
