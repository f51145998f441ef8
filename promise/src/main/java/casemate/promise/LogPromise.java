package casemate.promise;

import java.util.List;

/// Logs.
public sealed interface LogPromise extends Promise {
    /// Logs kept in isolated capacity and analysed around the clock.
    @Row("LOG-1")
    record SafeLogs(@Bounds(min = "1", max = "5") List<LogKind> kinds) implements LogPromise {
        public SafeLogs {
            kinds = List.copyOf(kinds);
            Catalogue.check(SafeLogs.class, kinds);
        }
    }

    /// Logs are collected and aggregated, with alerts.
    ///
    /// @param collector the product
    /// @param aggregator the product
    @Row("LOG-2")
    record LogCollection(
            @Bounds(min = "1", max = "60") String collector,
            @Bounds(min = "1", max = "60") String aggregator) implements LogPromise {
        public LogCollection {
            Catalogue.check(LogCollection.class, collector, aggregator);
        }
    }

    /// Feeds a security information and event management, with the inventory beside it.
    ///
    /// @param siem the product
    @Row("LOG-3")
    record SecurityEvents(@Bounds(min = "1", max = "60") String siem) implements LogPromise {
        public SecurityEvents {
            Catalogue.check(SecurityEvents.class, siem);
        }
    }

    /// A kind of log.
    enum LogKind implements Word {
        EVENT,
        AUDIT,
        FAULT,
        ADMINISTRATOR,
        OPERATOR
    }
}
