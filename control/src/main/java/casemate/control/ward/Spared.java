package casemate.control.ward;

import casemate.base.AddressRange;
import java.time.Instant;

/// Addresses that are never banned and never limited.
public record Spared(AddressRange range, String why, String by, Instant at) {}
