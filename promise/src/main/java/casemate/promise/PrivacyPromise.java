package casemate.promise;

import java.time.Period;
import java.util.List;

/// Privacy.
public sealed interface PrivacyPromise extends Promise {
    /// A data protection officer who can be reached; a privacy policy in the customer's language.
    ///
    /// @param contact an e-mail address
    /// @param languages of the privacy policy
    @Row("PRI-1")
    record DataProtectionOfficer(
            @Bounds(min = "3", max = "200") String contact,
            @Bounds(min = "1", max = "3") List<Language> languages) implements PrivacyPromise {
        public DataProtectionOfficer {
            languages = List.copyOf(languages);
            Catalogue.check(DataProtectionOfficer.class, contact, languages);
            if (!Vendor.EMAIL.matcher(contact).matches()) {
                throw Catalogue.wrong("contact must be an e-mail address");
            }
        }
    }

    /// The processors, with where they are and what each gets.
    @Row("PRI-2")
    record Processors(@Bounds(min = "1", max = "30") List<Processor> processors) implements PrivacyPromise {
        public Processors {
            processors = List.copyOf(processors);
            Catalogue.check(Processors.class, processors);
        }
    }

    /// A data processing agreement and a basis for international transfers.
    @Row(value = "PRI-3", shown = Row.Way.BOTH)
    record ProcessingAgreement(@Bounds(min = "1", max = "3") List<TransferBasis> bases) implements PrivacyPromise {
        public ProcessingAgreement {
            bases = List.copyOf(bases);
            Catalogue.check(ProcessingAgreement.class, bases);
        }
    }

    /// Export and erasure on request.
    ///
    /// @param within from the request
    @Row("PRI-4")
    record ExportAndErasure(
            @Bounds(min = "P1D", max = "P60D") Period within) implements PrivacyPromise {
        public ExportAndErasure {
            Catalogue.check(ExportAndErasure.class, within);
        }
    }

    /// Data stays on the named secured servers.
    ///
    /// @param host who provides the servers
    /// @param never where it never goes
    @Row(value = "PRI-5", shown = Row.Way.BOTH)
    record ServersOnly(
            @Bounds(min = "1", max = "60") String host,
            @Bounds(min = "1", max = "4") List<Device> never) implements PrivacyPromise {
        public ServersOnly {
            never = List.copyOf(never);
            Catalogue.check(ServersOnly.class, host, never);
        }
    }

    /// Where data never goes.
    enum Device implements Word {
        USB_STICKS,
        DISCS,
        PHONES,
        LAPTOPS
    }

    /// What allows personal data to leave for another country.
    enum TransferBasis implements Word {
        WITHIN_EU,
        ADEQUACY_DECISION,
        STANDARD_CLAUSES
    }
}
