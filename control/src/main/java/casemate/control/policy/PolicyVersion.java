package casemate.control.policy;

import java.time.Instant;

/// A policy that was, or is, in force.
///
/// @param number rises with each adoption
/// @param digest SHA-256 of the file, in hexadecimal
/// @param promises how many it makes
public record PolicyVersion(long number, String digest, String vendor, int promises, Instant adopted) {}
