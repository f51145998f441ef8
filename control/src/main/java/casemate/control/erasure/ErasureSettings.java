package casemate.control.erasure;

/// @param on whether anything is erased: off in a twin where nothing is
public record ErasureSettings(boolean on) {}
