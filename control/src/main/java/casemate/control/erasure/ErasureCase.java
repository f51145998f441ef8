package casemate.control.erasure;

import casemate.base.CustomerId;
import java.time.Instant;
import java.util.Optional;

/// One erasure.
///
/// @param subject the number of the customer or person
/// @param request of room `request`, that is to be told
/// @param step the one to do next
/// @param run rises with every claim: who lost its claim records nothing
/// @param told why it does not go on; empty while it does
/// @param leaf SHA-256 of the certificate's leaf, in hexadecimal
public record ErasureCase(
        String id,
        Of of,
        String subject,
        Cause cause,
        Optional<String> request,
        Step step,
        long run,
        int tries,
        String told,
        Instant begun,
        Optional<Instant> ended,
        Optional<String> leaf) {
    CustomerId customer() {
        return new CustomerId(subject);
    }

    public boolean open() {
        return ended.isEmpty();
    }
}
