package casemate.base;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/// A clock that is ahead of the real one, for a laboratory: what takes a customer months is seen in an hour. It is the
/// clock of what the platform decides; certificates, and whatever is judged by somebody else's clock, ask [#real].
///
/// Nothing that was recorded by it proves anything about time, so the records say so themselves: the ledger of a
/// laboratory has a name that [#marks], and that name stands in each signature.
public final class LabClock extends Clock {
    /// At the end of the name of a laboratory's ledger.
    private static final String MARK = "/lab-clock";

    private final Clock real;
    private final Duration ahead;

    private LabClock(Clock real, Duration ahead) {
        this.real = real;
        this.ahead = ahead;
    }

    /// @param ahead by how much; not negative: nothing recorded is ever in the future
    public static LabClock ahead(Clock real, Duration ahead) {
        if (ahead.isNegative()) {
            throw new IllegalArgumentException("a lab clock is not behind the real one: " + ahead);
        }
        return new LabClock(real, ahead);
    }

    /// The clock that people's telephones, certificates and applications go by.
    public static Clock real(Clock clock) {
        return clock instanceof LabClock lab ? lab.real : clock;
    }

    /// What this clock says, if it is a laboratory's.
    public static Optional<Instant> laboratory(Clock clock) {
        return clock instanceof LabClock lab ? Optional.of(lab.instant()) : Optional.empty();
    }

    /// The name of a laboratory's ledger.
    ///
    /// @param origin what it would be called otherwise
    public static String mark(String origin) {
        return origin + MARK;
    }

    /// The name of the ledger of a house that lives by a clock.
    public static String name(Clock clock, String origin) {
        return clock instanceof LabClock ? mark(origin) : origin;
    }

    /// Whether a ledger of this name is a laboratory's.
    public static boolean marks(String origin) {
        return origin.endsWith(MARK);
    }

    @Override
    public ZoneId getZone() {
        return real.getZone();
    }

    @Override
    public LabClock withZone(ZoneId zone) {
        return new LabClock(real.withZone(zone), ahead);
    }

    @Override
    public Instant instant() {
        return real.instant().plus(ahead);
    }

    @Override
    public long millis() {
        return Math.addExact(real.millis(), ahead.toMillis());
    }
}
