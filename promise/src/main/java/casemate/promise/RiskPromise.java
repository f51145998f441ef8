package casemate.promise;

import java.time.Period;
import java.util.List;

/// Risk and rules.
public sealed interface RiskPromise extends Promise {
    /// The risk study: sources, assets, measures.
    @Row(value = "RSK-1", shown = Row.Way.BOTH)
    record RiskStudy(
            RiskMethod method,
            @Bounds(min = "1", max = "3") List<RiskSource> sources,
            @Bounds(min = "1", max = "5") List<AssetKind> assets)
            implements RiskPromise {
        public RiskStudy {
            sources = List.copyOf(sources);
            assets = List.copyOf(assets);
            Catalogue.check(RiskStudy.class, method, sources, assets);
        }
    }

    /// Policies and procedures for every area, against which controls are tested.
    ///
    /// @param review how often each is reviewed
    @Row(value = "POL-1", shown = Row.Way.BOTH)
    record PoliciesAndProcedures(
            @Bounds(min = "P1D", max = "P2Y") Period review) implements RiskPromise {
        public PoliciesAndProcedures {
            Catalogue.check(PoliciesAndProcedures.class, review);
        }
    }

    /// Where a risk comes from.
    enum RiskSource implements Word {
        INTERNAL,
        EXTERNAL,
        NON_HUMAN
    }

    /// What is at risk.
    enum AssetKind implements Word {
        HARDWARE,
        DATABASES,
        SOFTWARE,
        NETWORK,
        PEOPLE
    }

    /// A method for risk studies.
    enum RiskMethod implements Word {
        EBIOS,
        EBIOS_RM
    }
}
