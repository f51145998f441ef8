package casemate.control.payment;

import java.time.Instant;
import java.util.Optional;

/// Money that goes back.
///
/// @param id of the credit note, or made from the payment where there is none
/// @param cause `operator`, `paid-twice` or `too-late`
/// @param state `wanted`, `done` or `failed`
/// @param provider the provider's id of it
public record Refund(
        String id,
        String invoice,
        String payment,
        long amount,
        String currency,
        String cause,
        String state,
        Optional<String> provider,
        Instant made) {}
