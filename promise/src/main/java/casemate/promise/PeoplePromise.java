package casemate.promise;

import java.time.Duration;
import java.time.Period;
import java.util.List;

/// People and places.
public sealed interface PeoplePromise extends Promise {
    /// Every employee and contractor is vetted before starting.
    @Row(value = "PPL-1", shown = Row.Way.ATTESTATION)
    record Vetting(@Bounds(min = "1", max = "3") List<VettingCheck> checks) implements PeoplePromise {
        public Vetting {
            checks = List.copyOf(checks);
            Catalogue.check(Vetting.class, checks);
        }
    }

    /// They sign a confidentiality agreement and are reminded of rules and sanctions.
    ///
    /// @param remind how often
    @Row(value = "PPL-2", shown = Row.Way.ATTESTATION)
    record Confidentiality(@Bounds(min = "P1D", max = "P2Y") Period remind) implements PeoplePromise {
        public Confidentiality {
            Catalogue.check(Confidentiality.class, remind);
        }
    }

    /// Security awareness and phishing training.
    @Row(value = "PPL-3", shown = Row.Way.ATTESTATION)
    record AwarenessTraining(
            @Bounds(min = "1", max = "4") List<TrainingTopic> topics,
            @Bounds(min = "P1D", max = "P2Y") Period every) implements PeoplePromise {
        public AwarenessTraining {
            topics = List.copyOf(topics);
            Catalogue.check(AwarenessTraining.class, topics, every);
        }
    }

    /// Departure revokes every access.
    @Row("PPL-4")
    record DepartureRevocation(
            @Bounds(min = "PT1M", max = "P7D") Duration within) implements PeoplePromise {
        public DepartureRevocation {
            Catalogue.check(DepartureRevocation.class, within);
        }
    }

    /// Guarded premises; the hosting providers' certificates are on file.
    ///
    /// @param hosts the providers
    @Row(value = "PHY-1", shown = Row.Way.ATTESTATION)
    record GuardedPremises(
            @Bounds(min = "1", max = "3") List<PremisesGuard> guards,
            @Bounds(min = "1", max = "12") List<String> hosts) implements PeoplePromise {
        public GuardedPremises {
            guards = List.copyOf(guards);
            hosts = List.copyOf(hosts);
            Catalogue.check(GuardedPremises.class, guards, hosts);
        }
    }

    /// What a training is about.
    enum TrainingTopic implements Word {
        POLICIES,
        THREATS,
        ATTACK_PATHS,
        PHISHING
    }

    /// What guards premises.
    enum PremisesGuard implements Word {
        VIDEO,
        BIOMETRICS,
        BADGES
    }

    /// What is looked at before somebody starts.
    enum VettingCheck implements Word {
        CRIMINAL_RECORD,
        EMPLOYMENT,
        STUDIES
    }
}
