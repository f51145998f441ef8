package casemate.control.domain;

import casemate.base.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A domain that somebody wants, or has, for an instance.
///
/// @param token what the TXT record must say
/// @param checked when DNS was looked at last
/// @param finding the word of what that look found, or `taken`; empty before the first
/// @param proven since when it is served
/// @param lost since when DNS does not say any more that it is theirs
public record Claim(
        InstanceId instance,
        String host,
        String token,
        String by,
        Instant at,
        Optional<Instant> checked,
        String finding,
        Optional<Instant> proven,
        Optional<Instant> lost) {
    /// Another instance has proven it.
    static final String TAKEN = "taken";

    /// A slip in somebody's DNS takes no site away: so long it may last.
    static final Duration GRACE = Duration.ofDays(3);

    /// The name of the TXT record.
    public String recordName() {
        return DomainCheck.PREFIX + host;
    }

    public String recordValue() {
        return DomainCheck.record(token);
    }

    /// For words and colours: `served`, `lost` or `waiting`.
    public String state() {
        return proven.isEmpty() ? "waiting" : lost.isPresent() ? "lost" : "served";
    }

    /// When it is no longer served unless DNS is put right.
    public Optional<Instant> ends() {
        return lost.map(since -> since.plus(GRACE));
    }

    /// After a look. Doubt changes nothing but the time of the look.
    Claim after(Finding found, Instant now) {
        if (found == Finding.PROVEN) {
            return with(now, found.word(), Optional.of(proven.orElse(now)), Optional.empty());
        }
        if (proven.isEmpty()) {
            return with(now, found.word(), proven, lost);
        }
        if (!found.denies()) {
            return with(now, finding, proven, lost);
        }
        Instant since = lost.orElse(now);
        return now.isBefore(since.plus(GRACE))
                ? with(now, found.word(), proven, Optional.of(since))
                : with(now, found.word(), Optional.empty(), Optional.empty());
    }

    /// After a look that came second.
    Claim taken(Instant now) {
        return with(now, TAKEN, Optional.empty(), Optional.empty());
    }

    private Claim with(Instant looked, String word, Optional<Instant> provenSince, Optional<Instant> lostSince) {
        return new Claim(instance, host, token, by, at, Optional.of(looked), word, provenSince, lostSince);
    }
}
