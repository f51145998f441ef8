package casemate.promise;

import casemate.promise.AccountPromise.OneTimePassword;
import java.time.Duration;
import java.time.Period;
import java.util.List;

/// The operators' access.
public sealed interface OperatorPromise extends Promise {
    /// Maintenance only through a dedicated SSH bastion.
    @Row("OPS-1")
    record BastionOnly() implements OperatorPromise {}

    /// The bastion only with a certificate in a person's name, revoked on a problem or departure.
    ///
    /// @param renew a certificate's longest life
    @Row("OPS-2")
    record NominativeCertificates(
            @Bounds(min = "P1D", max = "P1Y") Period renew,
            @Bounds(min = "1", max = "3") List<TunnelProtocol> protocols)
            implements OperatorPromise {
        public NominativeCertificates {
            protocols = List.copyOf(protocols);
            Catalogue.check(NominativeCertificates.class, renew, protocols);
        }
    }

    /// The levels that staff pass on the way in.
    ///
    /// @param declare how often people at home declare their address
    /// @param methods of the further factor
    @Row("OPS-3")
    record AccessLevels(
            @Bounds(min = "1", max = "4") List<AccessLevel> levels,
            @Bounds(min = "P1D", max = "P30D") Period declare,
            @Bounds(min = "1", max = "2") List<OneTimePassword> methods)
            implements OperatorPromise {
        public AccessLevels {
            levels = List.copyOf(levels);
            methods = List.copyOf(methods);
            Catalogue.check(AccessLevels.class, levels, declare, methods);
        }
    }

    /// Few can reach live customer data; developers work on data that is not real.
    ///
    /// @param roles those few
    @Row("OPS-4")
    record LiveDataAccess(@Bounds(min = "1", max = "5") List<StaffRole> roles) implements OperatorPromise {
        public LiveDataAccess {
            roles = List.copyOf(roles);
            Catalogue.check(LiveDataAccess.class, roles);
        }
    }

    /// Who may act as a user, for troubleshooting and support only.
    @Row("OPS-5")
    record Impersonation(@Bounds(min = "1", max = "5") List<StaffRole> roles) implements OperatorPromise {
        public Impersonation {
            roles = List.copyOf(roles);
            Catalogue.check(Impersonation.class, roles);
        }
    }

    /// All activity is recorded; one employee acting as several users of one domain has to justify it.
    ///
    /// @param users so many users of one domain
    /// @param window within this time
    @Row("OPS-6")
    record ActivityWatch(
            @Bounds(min = "2", max = "100") int users,
            @Bounds(min = "PT1M", max = "P7D") Duration window) implements OperatorPromise {
        public ActivityWatch {
            Catalogue.check(ActivityWatch.class, users, window);
        }
    }

    /// What carries an operator's connection.
    enum TunnelProtocol implements Word {
        IPSEC,
        SSH,
        TLS
    }

    /// One hurdle on an operator's way in.
    enum AccessLevel implements Word {
        APPROVED_IDENTITY,
        TWO_STEP_SIGN_IN,
        ADDRESS_ALLOW_LIST,
        ONE_TIME_PASSWORD
    }

    /// A role of the vendor's staff.
    enum StaffRole implements Word {
        SECURITY,
        MANAGERS,
        TEAM_LEADS,
        SUPPORT,
        DEVELOPMENT
    }
}
