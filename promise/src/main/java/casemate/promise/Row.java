package casemate.promise;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Binds a record to its row of the catalogue.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Row {
    /// The row's id, such as `EDG-2`.
    String value();

    /// What can show it.
    Way shown() default Way.DRILL;

    /// What can show that a promise is kept.
    enum Way {
        /// Running code.
        DRILL,
        /// A person's document with an expiry date.
        ATTESTATION,
        /// Either, or one beside the other.
        BOTH;

        /// Anything may be merely declared; the page says so.
        boolean allows(ProofKind proof) {
            return switch (proof) {
                case OUTSIDE_PROBE, INSIDE_PROBE -> this != ATTESTATION;
                case ATTESTED -> this != DRILL;
                case DECLARED -> true;
            };
        }
    }
}
