package casemate.control.audit;

import java.time.Instant;
import java.util.Optional;

/// One row of the audit.
///
/// @param number grows with time
/// @param actor as [casemate.base.Actor#label()] writes it
/// @param detail JSON
/// @param request the id of the request that did it; empty when a program acted on its own
/// @param session by which session or token it came, if by one
public record Event(
        long number,
        Instant at,
        String actor,
        String action,
        String object,
        String detail,
        Optional<String> request,
        Optional<String> session) {}
