package casemate.promise;

import java.time.Duration;
import java.time.Period;
import java.util.List;

/// When something goes wrong.
public sealed interface IncidentPromise extends Promise {
    /// Incidents go through a process; root cause and measures are recorded.
    @Row("INC-1")
    record IncidentProcess(
            @Bounds(min = "1", max = "4") List<IncidentStep> steps,
            @Bounds(min = "1", max = "3") List<Escalation> escalation)
            implements IncidentPromise {
        public IncidentProcess {
            steps = List.copyOf(steps);
            escalation = List.copyOf(escalation);
            Catalogue.check(IncidentProcess.class, steps, escalation);
        }
    }

    /// What is tracked (ITIL).
    @Row("INC-2")
    record TrackedWork(@Bounds(min = "1", max = "3") List<WorkKind> kinds) implements IncidentPromise {
        public TrackedWork {
            kinds = List.copyOf(kinds);
            Catalogue.check(TrackedWork.class, kinds);
        }
    }

    /// A breach is told to the customers and the authority.
    ///
    /// @param within from its discovery; the law allows 72 hours
    @Row("INC-3")
    record BreachNotice(@Bounds(min = "PT1H", max = "PT72H") Duration within) implements IncidentPromise {
        public BreachNotice {
            Catalogue.check(BreachNotice.class, within);
        }
    }

    /// A service level, reported against.
    ///
    /// @param report how often it is reported
    @Row("INC-4")
    record ServiceLevel(
            @Bounds(min = "50", max = "100") Percent availability,
            @Bounds(min = "P1D", max = "P1Y") Period report) implements IncidentPromise {
        public ServiceLevel {
            Catalogue.check(ServiceLevel.class, availability, report);
        }
    }

    /// How grave an incident can turn.
    enum Escalation implements Word {
        EMERGENCY,
        CRISIS,
        DISASTER
    }

    /// A step of the incident process.
    enum IncidentStep implements Word {
        IDENTIFY,
        ANALYSE,
        CORRECT,
        PREVENT
    }

    /// What is tracked (ITIL).
    enum WorkKind implements Word {
        CHANGES,
        PROBLEMS,
        INCIDENTS
    }
}
