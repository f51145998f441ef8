package casemate.control.account;

/// Whether a VAT number that has the right form was given to anybody, as far as a register tells.
public interface VatRegister {
    /// What a register says of a number.
    enum Word {
        KNOWN,
        /// It is in force nowhere.
        UNKNOWN,
        /// The register does not answer, or is not for this country: no opinion.
        SILENT
    }

    /// Answers within a few seconds.
    ///
    /// @param number in the one spelling that is kept, with its country's letters
    Word of(String number);
}
