package casemate.control.payment;

import casemate.base.CustomerId;
import java.time.LocalDate;

/// When the next period of a plan is invoiced.
///
/// @param began the first day of the first period
/// @param periods that were invoiced
/// @param next the first day of the one that comes
public record Renewal(CustomerId customer, String offer, int version, LocalDate began, int periods, LocalDate next) {}
