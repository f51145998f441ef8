package casemate.promise;

import java.time.Period;

/// When an account ends, and its data with it.
public sealed interface LifecyclePromise extends Promise {
    /// A trial that does not convert: its data is deleted.
    ///
    /// @param after from the trial's end
    @Row("LIF-1")
    record TrialErasure(@Bounds(min = "P1D", max = "P1Y") Period after) implements LifecyclePromise {
        public TrialErasure {
            Catalogue.check(TrialErasure.class, after);
        }
    }

    /// A paid account that is cancelled: its data is deleted.
    ///
    /// @param after from the date of cancellation
    @Row("LIF-2")
    record CancelledErasure(
            @Bounds(min = "P1D", max = "P2Y") Period after) implements LifecyclePromise {
        public CancelledErasure {
            Catalogue.check(CancelledErasure.class, after);
        }
    }

    /// A failed payment: suspended, then closed, then deleted.
    ///
    /// @param suspend from the failed payment to the suspension
    /// @param close from the failed payment to the closing; after the suspension
    /// @param erase from the closing to the deletion
    @Row("LIF-3")
    record FailedPayment(
            @Bounds(min = "P1D", max = "P1Y") Period suspend,
            @Bounds(min = "P2D", max = "P2Y") Period close,
            @Bounds(min = "P1D", max = "P1Y") Period erase)
            implements LifecyclePromise {
        public FailedPayment {
            Catalogue.check(FailedPayment.class, suspend, close, erase);
            if (FigureKind.days(close).compareTo(FigureKind.days(suspend)) <= 0) {
                throw Catalogue.wrong("close must come after suspend");
            }
        }
    }

    /// A free account that nobody uses: its data is deleted.
    ///
    /// @param inactive since the last use
    @Row("LIF-4")
    record FreeErasure(@Bounds(min = "P7D", max = "P5Y") Period inactive) implements LifecyclePromise {
        public FreeErasure {
            Catalogue.check(FreeErasure.class, inactive);
        }
    }

    /// Data used to make invoices is kept.
    ///
    /// @param keep from the invoice's date
    @Row("LIF-5")
    record InvoiceRetention(
            @Bounds(min = "P1Y", max = "P15Y") Period keep) implements LifecyclePromise {
        public InvoiceRetention {
            Catalogue.check(InvoiceRetention.class, keep);
        }
    }
}
