package casemate.promise;

/// The grammatical form in which a sentence needs a time.
enum TimeForm {
    /// `30 days`; in Polish the accusative, as after `przez`.
    PLAIN,
    /// `every 30 days`, `every day`.
    EACH,
    /// The Polish genitive, as after `w ciągu`.
    GENITIVE,
    /// The Polish locative, as after `po`.
    LOCATIVE
}
