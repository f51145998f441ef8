package casemate.waf.transform;

import casemate.waf.text.Bytes;

/// One transformation of the SecLang reference. Pure: the same bytes give the same bytes. Transformations are found by
/// name in [Transformations] and compared by identity, so that the engine can share what a chain of them made.
public interface Transformation {
    /// As the reference writes it, such as `urlDecodeUni`.
    String name();

    /// The transformed value; **the same object** when nothing changed, which the engine relies on to share work.
    Bytes apply(Bytes value);
}
