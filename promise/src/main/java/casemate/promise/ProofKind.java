package casemate.promise;

/// How a promise is shown to be kept, from the strongest; the page tells them apart.
public enum ProofKind implements Word {
    /// A drill attacks from where a stranger stands.
    OUTSIDE_PROBE,
    /// A drill attacks or inspects from within the platform.
    INSIDE_PROBE,
    /// A named document, signed by a person, until a date.
    ATTESTED,
    /// The policy says so; nothing shows it.
    DECLARED
}
