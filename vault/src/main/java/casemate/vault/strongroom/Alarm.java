package casemate.vault.strongroom;

import casemate.base.Json;
import java.time.Instant;

/// A refusal that somebody has to look at.
///
/// @param number counts up from 1
/// @param token how the token is called without telling it: the first digits of its hash
/// @param peer the address that showed it
/// @param drill whether the token was a drill's own
public record Alarm(long number, Instant at, Why why, String token, String peer, boolean drill) {
    /// What was wrong with the token.
    public enum Why {
        /// It had been used: whoever came first has what it opens.
        SECOND_USE,
        /// Its time was over.
        EXPIRED,
        /// It was not made here.
        UNKNOWN
    }

    Json.Obj json() {
        return Json.object()
                .put("number", number)
                .put("at", at)
                .put("why", why.name())
                .put("token", token)
                .put("peer", peer)
                .put("drill", drill)
                .build();
    }

    static Alarm of(Json json) {
        if (!(json instanceof Json.Obj o)) {
            throw new IllegalArgumentException("an alarm is an object");
        }
        return new Alarm(
                o.integer("number"),
                o.instant("at"),
                Why.valueOf(o.text("why")),
                o.text("token"),
                o.text("peer"),
                o.bool("drill"));
    }
}
