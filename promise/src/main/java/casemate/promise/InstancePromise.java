package casemate.promise;

import java.util.List;

/// Instances and where they are.
public sealed interface InstancePromise extends Promise {
    /// Every instance has its own separate space and knows nothing of the others.
    @Row("INS-1")
    record SingleTenant() implements InstancePromise {}

    /// Only authorised traffic passes between what is kept apart.
    @Row("INS-2")
    record NetworkIsolation(@Bounds(min = "1", max = "4") List<IsolationLayer> layers) implements InstancePromise {
        public NetworkIsolation {
            layers = List.copyOf(layers);
            Catalogue.check(NetworkIsolation.class, layers);
        }
    }

    /// The region follows from where the customer is when the trial begins; data stays there.
    @Row("INS-3")
    record DataResidency(@Bounds(min = "1", max = "40") List<Region> regions) implements InstancePromise {
        public DataResidency {
            regions = List.copyOf(regions);
            Catalogue.check(DataResidency.class, regions);
        }
    }

    /// The kinds of hosting on offer.
    @Row("INS-4")
    record Offerings(@Bounds(min = "1", max = "2") List<OfferingKind> kinds) implements InstancePromise {
        public Offerings {
            kinds = List.copyOf(kinds);
            Catalogue.check(Offerings.class, kinds);
        }
    }

    /// Each instance has its own firewall with the same restrictions as the one upstream.
    @Row("INS-5")
    record InstanceFirewall() implements InstancePromise {}

    /// Each application runs under a security profile.
    ///
    /// @param mechanism what enforces it
    @Row("INS-6")
    record SecurityProfile(ProfileMechanism mechanism) implements InstancePromise {
        public SecurityProfile {
            Catalogue.check(SecurityProfile.class, mechanism);
        }
    }

    /// Customer data is stored in several places.
    ///
    /// @param copies including the one in use
    @Row("INS-7")
    record RedundantStorage(@Bounds(min = "2", max = "9") int copies) implements InstancePromise {
        public RedundantStorage {
            Catalogue.check(RedundantStorage.class, copies);
        }
    }

    /// What enforces a security profile.
    enum ProfileMechanism implements Word {
        APPARMOR,
        SELINUX,
        SECCOMP,
        LANDLOCK
    }

    /// A kind of hosting: shared hosts, or hosts of one's own.
    enum OfferingKind implements Word {
        PUBLIC,
        PRIVATE
    }

    /// What is kept apart.
    enum IsolationLayer implements Word {
        ENVIRONMENTS,
        SERVERS,
        CONTAINERS,
        SUBNETS
    }
}
