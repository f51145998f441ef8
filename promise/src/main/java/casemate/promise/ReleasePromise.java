package casemate.promise;

import java.util.List;

/// How software reaches production.
public sealed interface ReleasePromise extends Promise {
    /// Security patches reach hosted instances before the code is public.
    @Row("REL-1")
    record PatchBeforePublication() implements ReleasePromise {}

    /// A release goes out only through these.
    @Row(value = "REL-2", shown = Row.Way.BOTH)
    record ReleaseGates(@Bounds(min = "1", max = "9") List<Gate> gates) implements ReleasePromise {
        public ReleaseGates {
            gates = List.copyOf(gates);
            Catalogue.check(ReleaseGates.class, gates);
        }
    }

    /// New software passes a check before it is installed; only those who need it get credentials.
    @Row(value = "REL-3", shown = Row.Way.BOTH)
    record ApprovedSoftware(@Bounds(min = "1", max = "4") List<SoftwareThreat> checks) implements ReleasePromise {
        public ApprovedSoftware {
            checks = List.copyOf(checks);
            Catalogue.check(ApprovedSoftware.class, checks);
        }
    }

    /// A disclosure policy for security analysts, a private contact, an incentive to report.
    ///
    /// @param contact an e-mail address
    @Row("REL-4")
    record Disclosure(@Bounds(min = "3", max = "200") String contact) implements ReleasePromise {
        public Disclosure {
            Catalogue.check(Disclosure.class, contact);
            if (!Vendor.EMAIL.matcher(contact).matches()) {
                throw Catalogue.wrong("contact must be an e-mail address");
            }
        }
    }

    /// What new software is checked for.
    enum SoftwareThreat implements Word {
        TROJANS,
        SPYWARE,
        VIRUSES,
        KNOWN_VULNERABILITIES
    }

    /// What a release passes before it goes out.
    enum Gate implements Word {
        REQUIREMENTS,
        DESIGN_REVIEW,
        STATIC_CHECKS,
        CODE_REVIEW,
        AUTOMATED_TESTS,
        MANUAL_TESTS,
        VULNERABILITY_ANALYSIS,
        CHANGE_MANAGEMENT,
        DEPLOYMENT_CONTROLS
    }
}
