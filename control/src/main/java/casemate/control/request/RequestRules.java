package casemate.control.request;

import casemate.base.Actor;
import casemate.base.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;

/// Decides when requests ripen and fall due, and what may become of them. Pure.
final class RequestRules {
    /// So long people may think a deletion over, and notice that somebody else has asked for it: over a holiday week.
    static final Duration COOLING_OFF = Duration.ofDays(7);

    /// Where no policy promises less: the month of GDPR, article 12(3).
    static final Period AT_THE_LATEST = Period.ofDays(30);

    private RequestRules() {}

    static Instant due(Instant asked, Period within) {
        return asked.atOffset(ZoneOffset.UTC).plus(within).toInstant();
    }

    /// Half of the time at most is for thinking; the other half is for doing.
    static Instant ripe(RequestKind kind, Instant asked, Instant due) {
        if (!kind.deletes()) {
            return asked;
        }
        Duration half = Duration.between(asked, due).dividedBy(2);
        return asked.plus(half.compareTo(COOLING_OFF) < 0 ? half : COOLING_OFF);
    }

    /// @throws Refusal `request-confirmation-wrong`
    static void confirmed(String expected, String typed) {
        if (!expected.equalsIgnoreCase(typed.strip())) {
            throw Refusal.invalid(
                    "request-confirmation-wrong",
                    "Type the address exactly as it is shown; nothing has been asked for.");
        }
    }

    /// @throws Refusal `request-in-hand`, `request-none`
    static void cancellable(DataRequest request) {
        switch (request.state()) {
            case ASKED -> {}
            case TAKEN ->
                throw Refusal.conflict(
                        "request-in-hand", "It is being carried out already and cannot be withdrawn any more.");
            case DONE, CANCELLED -> throw none();
        }
    }

    /// @throws Refusal `request-cooling`, `request-not-waiting`
    static void takeable(DataRequest request, Instant now) {
        if (request.state() != RequestState.ASKED) {
            throw Refusal.conflict("request-not-waiting", "This request does not wait to be taken in hand.");
        }
        if (request.cooling(now)) {
            throw Refusal.conflict("request-cooling", "Its time for second thoughts is not over yet.");
        }
    }

    /// A deletion is answered by the erasure that carried it out and nobody else: a person who says that it
    /// is done would close the request with everything still there.
    ///
    /// @throws Refusal `request-only-erasure`, `request-not-in-hand`
    static void finishable(DataRequest request, Actor actor) {
        if (request.kind().deletes() && !(actor instanceof Actor.Program)) {
            throw Refusal.conflict(
                    "request-only-erasure",
                    "Only the erasure itself answers a request for deletion; see how far it is under Erasures.");
        }
        if (request.state() != RequestState.TAKEN) {
            throw Refusal.conflict("request-not-in-hand", "Take the request in hand first.");
        }
    }

    static Refusal none() {
        return Refusal.notFound("request-none", "There is no open request of this kind.");
    }
}
