package casemate.control.payment;

import casemate.base.Refusal;
import casemate.base.Unavailable;
import casemate.control.payment.PaymentProvider.Returned;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives back what was written down as to be given back. The refund's id is the key: asked again, it is made once.
final class Refunds {
    private static final Logger LOG = LoggerFactory.getLogger(Refunds.class);
    private static final Duration LATER = Duration.ofMinutes(1);
    private static final int TURN = 50;

    private final PaymentProvider provider;
    private final RefundTable table;
    private final Clock clock;

    Refunds(PaymentProvider provider, RefundTable table, Clock clock) {
        this.provider = provider;
        this.table = table;
        this.clock = clock;
    }

    /// @return how many were looked at
    int turn() {
        List<Refund> due = table.due(clock.instant(), TURN);
        for (Refund refund : due) {
            try {
                Returned said = provider.refund(refund.payment(), refund.amount(), "refund/" + refund.id());
                table.ended(
                        refund.id(), said.failed() ? "failed" : "done", Optional.of(said.refund()), clock.instant());
            } catch (Unavailable _) {
                table.later(refund.id(), clock.instant().plus(LATER));
            } catch (Refusal refusal) {
                LOG.error("the refund {} was refused: {}", refund.id(), refusal.code());
                table.ended(refund.id(), "failed", Optional.empty(), clock.instant());
            }
        }
        return due.size();
    }
}
