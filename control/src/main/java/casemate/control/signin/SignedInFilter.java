package casemate.control.signin;

import jakarta.servlet.Filter;

/// Finds out who is there, for a gate of another room. Wrapped, so that the servlet container does not take it for a
/// filter of its own.
public record SignedInFilter(Filter filter) {}
