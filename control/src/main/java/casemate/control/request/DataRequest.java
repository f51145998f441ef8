package casemate.control.request;

import casemate.base.CustomerId;
import casemate.base.UserId;
import java.time.Instant;
import java.util.Optional;

/// One request.
///
/// @param subject the number of the customer whose data it is about; of [RequestKind#OWN_DELETION], of the person
/// @param ripe before then it is not carried out: people may change their minds
/// @param due by then it is done
/// @param ended when it was done or withdrawn
public record DataRequest(
        String id,
        RequestKind kind,
        String subject,
        UserId asker,
        RequestState state,
        Instant asked,
        Instant ripe,
        Instant due,
        Optional<Instant> taken,
        Optional<Instant> ended) {
    public boolean open() {
        return state.open();
    }

    boolean cooling(Instant now) {
        return state == RequestState.ASKED && ripe.isAfter(now);
    }

    /// How people are told where it stands, the end of a key of words.
    public String told(Instant now) {
        return cooling(now) ? "cooling" : state.code();
    }

    Optional<CustomerId> customer() {
        return kind == RequestKind.OWN_DELETION ? Optional.empty() : Optional.of(new CustomerId(subject));
    }
}
